/** Bytes of an FLV file header with the size of no tag before it. */
const FILE_HEAD = 13;
const TAG_HEAD = 11;
/** The first bytes of a video tag tell whether it holds a picture. */
const BODY_HEAD = 2;
/** Each tag is followed by its size. */
const TAG_TAIL = 4;
const VIDEO = 9;

/**
 * Whether a video tag holds a picture, and not the codec's configuration or the end of the sequence, which a media server sends to
 * whoever opens a stream, though no frame may ever follow.
 * @param first frame and codec, @param second kind of packet; enhanced RTMP has both in the first
 */
function holdsPicture(first: number, second: number): boolean {
  const isEnhanced = (first & 0x80) !== 0;
  // 1 = coded frames, 3 = the same without a time of its own.
  if (isEnhanced) return (first & 0x0f) === 1 || (first & 0x0f) === 3;
  const codec = first & 0x0f;
  // H.264 and H.265 have packets of their own; older codecs are pictures alone.
  return codec === 7 || codec === 12 ? second === 1 : first >> 4 !== 5;
}

/**
 * Watches an FLV stream go by, in pieces of any size, and tells how many whole pictures have passed. It copies nothing: of each tag
 * it reads the head alone (Adobe FLV specification 10.1, annex E).
 */
export class FlvFrames {
  readonly #head = new Uint8Array(TAG_HEAD + BODY_HEAD);
  #headLength = 0;
  /** Bytes that still belong to what is being passed over. */
  #skip = FILE_HEAD;
  #isPicture = false;

  /** @returns pictures that ended in this piece */
  pass(piece: Uint8Array): number {
    let ended = 0;
    for (let at = 0; at < piece.length; ) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, piece.length - at);
        this.#skip -= step;
        at += step;
        if (this.#skip > 0 || !this.#isPicture) continue;
        ended += 1;
        this.#isPicture = false;
        continue;
      }
      this.#head[this.#headLength] = piece[at] as number;
      this.#headLength += 1;
      at += 1;
      this.#readHead();
    }
    return ended;
  }

  /** Once enough of a tag's head has come: what it is, and how much of it is still to come. */
  #readHead(): void {
    if (this.#headLength < TAG_HEAD) return;
    const [kind = 0, high = 0, middle = 0, low = 0] = this.#head;
    const size = (high << 16) | (middle << 8) | low;
    const isVideo = (kind & 0x1f) === VIDEO && size >= BODY_HEAD;
    const read = isVideo ? BODY_HEAD : 0;
    if (this.#headLength < TAG_HEAD + read) return;
    this.#headLength = 0;
    this.#isPicture = isVideo && holdsPicture(this.#head[TAG_HEAD] ?? 0, this.#head[TAG_HEAD + 1] ?? 0);
    this.#skip = size - read + TAG_TAIL;
  }
}
