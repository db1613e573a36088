/** Bytes of an FLV file header with the size of no tag before it. */
const FILE_HEAD = 13;
const TAG_HEAD = 11;
/** Each tag is followed by its size. */
const TAG_TAIL = 4;
const VIDEO = 9;

/**
 * Watches an FLV stream go by, in pieces of any size, and tells how many whole video tags have passed. It copies nothing: of each tag
 * it reads the head alone (Adobe FLV specification 10.1, annex E).
 */
export class FlvFrames {
  #head = new Uint8Array(TAG_HEAD);
  #headLength = 0;
  /** Bytes that still belong to what is being passed over. */
  #skip = FILE_HEAD;
  #isVideo = false;

  /** @returns video tags that ended in this piece */
  pass(piece: Uint8Array): number {
    let ended = 0;
    let at = 0;
    while (at < piece.length) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, piece.length - at);
        this.#skip -= step;
        at += step;
        if (this.#skip === 0 && this.#isVideo) {
          ended += 1;
          this.#isVideo = false;
        }
        continue;
      }
      this.#head[this.#headLength] = piece[at] as number;
      this.#headLength += 1;
      at += 1;
      if (this.#headLength < TAG_HEAD) continue;
      this.#headLength = 0;
      const [kind = 0, high = 0, middle = 0, low = 0] = this.#head;
      this.#isVideo = (kind & 0x1f) === VIDEO;
      this.#skip = ((high << 16) | (middle << 8) | low) + TAG_TAIL;
    }
    return ended;
  }
}
