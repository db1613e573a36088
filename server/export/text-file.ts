import { type FileHandle, open } from "node:fs/promises";

const CHUNK = 1_048_576;
/** Bytes that one UTF-16 unit becomes in UTF-8 at most. */
const WIDEST = 3;

/** Gathers text into writes of a megabyte, in one buffer: what was added is garbage at once. */
export class TextFile {
  readonly #handle: FileHandle;
  readonly #buffer = Buffer.allocUnsafeSlow(CHUNK);
  #used = 0;
  #isOpen = true;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  static async create(path: string): Promise<TextFile> {
    return new TextFile(await open(path, "wx"));
  }

  async add(text: string): Promise<void> {
    const most = text.length * WIDEST;
    if (this.#used + most > CHUNK) await this.#flush();
    if (most > CHUNK) await this.#handle.writeFile(text, "utf8");
    else this.#used += this.#buffer.write(text, this.#used, "utf8");
  }

  /** Writes all of it: `write` of a handle may take a part alone. */
  async #flush(): Promise<void> {
    const bytes = this.#buffer.subarray(0, this.#used);
    if (bytes.length > 0) await this.#handle.writeFile(bytes);
    this.#used = 0;
  }

  async end(): Promise<void> {
    await this.#flush();
    await this.close();
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#handle.close();
  }
}
