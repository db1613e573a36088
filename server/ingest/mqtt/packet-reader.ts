import { MalformedPacket } from "./packets.ts";

/** Hears one packet: its first byte, and where its body lies. The bytes hold during the call only. */
export type HearPacket = (head: number, bytes: Buffer, from: number, to: number) => void;

/** Cuts a stream, however it comes in pieces, into packets. */
export class PacketReader {
  readonly #most: number;
  #pieces: Buffer[] = [];
  #size = 0;
  /** With fewer bytes than this there is no whole packet. */
  #need = 2;

  /** `most`: bytes of the longest body that is taken. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Throws `MalformedPacket` where a length is none, or beyond what is taken. */
  push(piece: Buffer, hear: HearPacket): void {
    this.#pieces.push(piece);
    this.#size += piece.length;
    if (this.#size < this.#need) return;
    // Only now, so that a packet that comes byte by byte is put together once.
    const bytes = this.#pieces.length === 1 ? piece : Buffer.concat(this.#pieces, this.#size);
    let at = 0;
    for (;;) {
      const from = this.#bodyAt(bytes, at);
      if (from === 0) {
        this.#need = bytes.length - at + 1;
        break;
      }
      const to = from + this.#length;
      if (to > bytes.length) {
        this.#need = to - at;
        break;
      }
      hear(bytes[at] as number, bytes, from, to);
      at = to;
    }
    this.#pieces = at === bytes.length ? [] : [at === 0 ? bytes : bytes.subarray(at)];
    this.#size = bytes.length - at;
  }

  #length = 0;

  /** Where the body of the packet at `at` begins; 0 while its length is not whole. Its size is left in `#length`. */
  #bodyAt(bytes: Buffer, at: number): number {
    let size = 0;
    for (let i = 1; i <= 4; i++) {
      const byte = bytes[at + i];
      if (byte === undefined) return 0;
      size |= (byte & 0x7f) << (7 * (i - 1));
      if (byte >= 0x80) continue;
      if (size > this.#most) throw new MalformedPacket(`a packet of ${size} bytes; at most ${this.#most} are taken`);
      this.#length = size;
      return at + i + 1;
    }
    throw new MalformedPacket("a length of more than four bytes");
  }
}
