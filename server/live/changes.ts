/** Which tags changed since the last beat, each once. */
export function createChanges() {
  let seqs = new Set<number>();
  return {
    add(changed: ArrayLike<number>) {
      for (let i = 0; i < changed.length; i++) seqs.add(changed[i] as number);
    },
    take(): readonly number[] {
      const taken = [...seqs];
      seqs = new Set();
      return taken;
    },
    reset() {
      seqs = new Set();
    },
  };
}
