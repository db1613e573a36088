/** All of standard input, without the line's end: for `--password-stdin`. */
export async function readPassword(input: NodeJS.ReadStream = process.stdin): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of input) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces)
    .toString("utf8")
    .replace(/\r?\n$/, "");
}

const INTERRUPT = "\u0003";
const END = "\u0004";
const BACKSPACES = new Set(["\u007f", "\b"]);

/** Asks on the terminal and shows nothing of what is typed. Throws when there is no terminal, or on Ctrl-C. */
async function ask(question: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) throw new Error("there is no terminal to ask for the password; use --password-stdin");
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.setEncoding("utf8");
  let typed = "";
  try {
    for await (const piece of stdin) {
      for (const letter of String(piece)) {
        if (letter === INTERRUPT) throw new Error("stopped");
        if (letter === "\r" || letter === "\n" || letter === END) return typed;
        typed = BACKSPACES.has(letter) ? [...typed].slice(0, -1).join("") : typed + letter;
      }
    }
    return typed;
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write("\n");
  }
}

/** A new password, typed twice alike. */
export async function askNewPassword(): Promise<string> {
  const [first, second] = [await ask("密码 password: "), await ask("再输一次 again: ")];
  if (first !== second) throw new Error("the two are not alike");
  return first;
}
