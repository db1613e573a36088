/** Reads RFC 4180 by the letter, for tests: lines of cells. */
export function readCsvText(text: string): string[][] {
  const lines: string[][] = [[]];
  let [cell, isQuoted] = ["", false];
  const line = () => lines.at(-1) as string[];
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (isQuoted) {
      if (c === '"' && text[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else if (c === '"') isQuoted = false;
      else cell += c;
    } else if (c === '"') isQuoted = true;
    else if (c === ",") {
      line().push(cell);
      cell = "";
    } else if (c === "\r" && text[i + 1] === "\n") {
      line().push(cell);
      cell = "";
      lines.push([]);
      i += 1;
    } else cell += c;
  }
  return lines.filter((cells) => cells.length > 0);
}
