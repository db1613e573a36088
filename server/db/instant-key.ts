/** Place of a row in a list by instant: the instant in microseconds as text (RFC 3339, Z), and the row's id. */
export type InstantKey = readonly [at: string, id: string];

/** An instant as it stands in such a key. @param column an expression of SQL, a timestamptz */
export const instantKey = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
