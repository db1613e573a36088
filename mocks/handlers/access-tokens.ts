import type { HttpHandler } from "msw";
import { type AccessToken, createAccessToken, listAccessTokens, removeAccessToken } from "#contract/access-tokens.ts";
import type { Me } from "#contract/session.ts";
import { answer, type MockContext } from "./answer.ts";

export const MOCK_TOKEN = "mock-token";
const DAY_MS = 86_400_000;
const instant = (ms: number) => new Date(ms).toISOString();

/** Tokens of a person's own programs, kept for as long as the page is open. */
export function accessTokenHandlers({ now }: MockContext, who: () => Me | null): HttpHandler[] {
  const tokenOf = (id: string, name: string, days: number): AccessToken => ({
    id,
    name,
    createdAt: instant(now()),
    expiresAt: instant(now() + days * DAY_MS),
    usedAt: null,
  });
  let tokens: readonly AccessToken[] = [tokenOf(MOCK_TOKEN, "QGIS", 90)];
  return [
    answer(listAccessTokens, who, () => ({ tokens: [...tokens] })),
    answer(createAccessToken, who, ({ body }) => {
      const made = tokenOf(`${MOCK_TOKEN}-${tokens.length}`, body.name, body.days ?? 90);
      tokens = [made, ...tokens];
      return { ...made, token: "m".repeat(43) };
    }),
    answer(removeAccessToken, who, ({ params }) => {
      if (!tokens.some(({ id }) => id === params.id)) return null;
      tokens = tokens.filter(({ id }) => id !== params.id);
      return { removed: true as const };
    }),
  ];
}
