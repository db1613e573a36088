/** The value under a key that came from a file: `toString` and its like are not found, which plain indexing would give. */
export function lookup<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
