/** Runs what is asked for one id one after the other, in the order it was asked; other ids do not wait. */
export function createTurns(): <T>(id: string, run: () => Promise<T>) => Promise<T> {
  const turns = new Map<string, Promise<void>>();
  return <T>(id: string, run: () => Promise<T>): Promise<T> => {
    const turn = (turns.get(id) ?? Promise.resolve()).then(run);
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    turns.set(id, settled);
    void settled.then(() => {
      if (turns.get(id) === settled) turns.delete(id);
    });
    return turn;
  };
}
