import { QueryClient } from "@tanstack/react-query";
import { afterEach, expect, test } from "vitest";
import { checklistsQuery } from "./field.ts";
import { StorageError } from "./outbox/device-db.ts";
import type { Ledger } from "./outbox/ledger.ts";
import { memoryLedger } from "./outbox/testing/memory-ledger.ts";

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

const LISTS = { checklists: [] };
const answer = (make: () => Response) => {
  globalThis.fetch = (async () => make()) as typeof fetch;
};
const clientOf = () => new QueryClient({ defaultOptions: { queries: { retry: false } } });
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
const told = (client: QueryClient, ledger: Ledger) => client.getQueryData(checklistsQuery(ledger).queryKey);

test("an answer is shown while it is being written, and counts as kept once it is", async () => {
  answer(() => Response.json(LISTS));
  let write = () => {};
  const memory = memoryLedger();
  const slow: Ledger = {
    ...memory,
    keep: async (key, value) => {
      await new Promise<void>((resolve) => {
        write = resolve;
      });
      await memory.keep(key, value);
    },
  };
  const client = clientOf();
  expect(await client.fetchQuery(checklistsQuery(slow))).toMatchObject({ value: LISTS, isFresh: true, isKept: false });
  await turn();
  expect(told(client, slow)).toMatchObject({ isKept: false });
  write();
  await turn();
  expect(told(client, slow)).toMatchObject({ value: LISTS, isFresh: true, isKept: true });
});

test("a ledger that writes at once is heard all the same", async () => {
  answer(() => Response.json(LISTS));
  const [client, ledger] = [clientOf(), memoryLedger()];
  await client.fetchQuery(checklistsQuery(ledger));
  await turn();
  expect(told(client, ledger)).toMatchObject({ isKept: true });
});

test("a phone without room shows what the server says, and does not call it kept", async () => {
  answer(() => Response.json(LISTS));
  const full: Ledger = { ...memoryLedger(), keep: () => Promise.reject(new StorageError("full", null)) };
  const client = clientOf();
  expect(await client.fetchQuery(checklistsQuery(full))).toMatchObject({ value: LISTS, isFresh: true });
  await turn();
  expect(told(client, full)).toMatchObject({ isKept: false, fault: "full" });
});

test("without a line what was kept is shown, as old as it is", async () => {
  const ledger = memoryLedger();
  await ledger.keep("checklists", { value: LISTS, at: 17 });
  answer(() => new Response(null, { status: 503 }));
  const client = clientOf();
  expect(await client.fetchQuery(checklistsQuery(ledger))).toEqual({
    value: LISTS,
    at: 17,
    isFresh: false,
    isKept: true,
    fault: null,
  });
  // A write that ends late speaks of its own answer alone.
  answer(() => Response.json(LISTS));
  await client.fetchQuery({ ...checklistsQuery(ledger), staleTime: 0 });
  await turn();
  expect(told(client, ledger)).toMatchObject({ isFresh: true, isKept: true });
});
