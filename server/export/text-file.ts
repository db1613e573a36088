import { type FileHandle, open } from "node:fs/promises";

const CHUNK = 1_048_576;

/** Gathers text into writes of a megabyte. */
export class TextFile {
  readonly #handle: FileHandle;
  #parts: string[] = [];
  #length = 0;
  #isOpen = true;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  static async create(path: string): Promise<TextFile> {
    return new TextFile(await open(path, "wx"));
  }

  async add(text: string): Promise<void> {
    this.#parts.push(text);
    this.#length += text.length;
    if (this.#length >= CHUNK) await this.#flush();
  }

  async #flush(): Promise<void> {
    const text = this.#parts.join("");
    this.#parts = [];
    this.#length = 0;
    if (text !== "") await this.#handle.write(Buffer.from(text, "utf8"));
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
