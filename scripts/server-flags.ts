/**
 * How Node runs the server. Its young generation stays at 16 MiB a half: left alone, Node 24 lets it grow to double that and begins its collections
 * late, so that a long export held 200 MB of rubbish (`npm run bench -- export`: 113 MB in place of 192 for 300 000 rows of CSV).
 */
export const SERVER_FLAGS = ["--max-semi-space-size=16"] as const;
