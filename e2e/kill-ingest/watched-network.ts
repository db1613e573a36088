import { hashToken, newToken } from "#server/auth/token.ts";
import { insertAccount } from "#server/db/accounts.ts";
import { openDatabase } from "#server/db/open.ts";
import { insertSession } from "#server/db/sessions.ts";
import { makeSmallNetwork, type Place } from "./small-network.ts";

const quiet = { info: () => undefined, warn: () => undefined };
const DAY_MS = 86_400_000;

/** A small network whose tags have a limit at 200 kPa, and so many sessions of a person who sees the province; their tokens. */
export async function makeWatchedNetwork(place: Place, tags: number, sessions: number): Promise<string[]> {
  await makeSmallNetwork(place, tags);
  const db = await openDatabase({ ...place, log: quiet });
  try {
    return await db.asSystem(async (tx) => {
      await tx.query("update tag set high_alarm = 200, dead_band = 1, stale_after_s = 86400");
      const scope = { level: "province" as const, areaCode: "130000", enterpriseId: null };
      await insertAccount(tx, {
        account: "watch",
        name: "值班",
        role: "dispatcher",
        scope,
        passwordHash: "none",
        isDemo: false,
      });
      const tokens = Array.from({ length: sessions }, newToken);
      const at = Date.now();
      for (const token of tokens) {
        const from = { ip: "127.0.0.1", userAgent: null };
        await insertSession(tx, {
          id: hashToken(token),
          account: "watch",
          csrf: newToken(),
          at,
          expiresAt: at + DAY_MS,
          ...from,
        });
      }
      return tokens;
    });
  } finally {
    await db.close();
  }
}

export interface Journal {
  /** Alarms by limit that began, by tag. */
  readonly raised: ReadonlyMap<string, readonly string[]>;
  /** Numbers that are missing among the entries. */
  readonly gaps: number;
}

export async function readJournalOf(place: Place): Promise<Journal> {
  const db = await openDatabase({ ...place, log: quiet });
  try {
    return await db.asSystem(async (tx) => {
      const rows = await tx.query<{ tag: string; alarm: string }>(
        `select e.tag_id as tag, e.alarm_id as alarm from alarm_event e join alarm a on a.id = e.alarm_id
          where e.kind = 'raised' and a.condition = 'limits' order by e.seq`,
      );
      const [count] = await tx.query<{ gaps: number }>(
        "select coalesce(max(seq), 0) - count(*) as gaps from alarm_event",
      );
      const raised = new Map<string, string[]>();
      for (const { tag, alarm } of rows) raised.set(tag, [...(raised.get(tag) ?? []), alarm]);
      return { raised, gaps: count?.gaps ?? -1 };
    });
  } finally {
    await db.close();
  }
}
