import { expect, test } from "vitest";
import { DatabaseGone } from "../errors.ts";
import { OWNER, runTransaction } from "../transaction.ts";
import { Turns } from "./turns.ts";

/** A connection that notes what is asked; a statement named `long` ends when the test says. */
function house(patience = { goOnMs: 20, statementMs: 20 }) {
  const asked: string[] = [];
  const long = Promise.withResolvers<void>();
  const run = async (text: string) => {
    asked.push(text);
    if (text === "long") await long.promise;
    return text.toUpperCase();
  };
  const connection = {
    query: async <Row>(text: string) => {
      await run(text);
      return [] as Row[];
    },
    exec: run,
    copy: async () => 0,
    close: () => run("close").then(() => undefined),
    abandon: async () => {
      asked.push("abandon");
      long.reject(new DatabaseGone("ended"));
    },
  };
  const said: string[] = [];
  const turns = new Turns(connection, (message) => said.push(message), patience);
  const transaction = (...texts: string[]) =>
    turns.take((lent) =>
      runTransaction(lent, OWNER, async (tx) => {
        for (const text of texts) await tx.query(text);
      }),
    );
  return { turns, transaction, asked, said, endLong: () => long.resolve() };
}

test("what was asked for before the close is done, in its order; what comes later is refused", async () => {
  const { turns, transaction, asked, said } = house({ goOnMs: 60_000, statementMs: 60_000 });
  const before = [transaction("a"), transaction("b")];
  const closing = turns.close();
  await expect(transaction("c")).rejects.toThrow(DatabaseGone);
  await Promise.all([closing, ...before]);
  expect(asked).toEqual(["begin", "a", "commit", "begin", "b", "commit", "close"]);
  expect(said).toEqual([]);
});

test("a long transaction is ended between two statements and never committed", async () => {
  const { turns, transaction, asked, said, endLong } = house({ goOnMs: 20, statementMs: 60_000 });
  const work = transaction("long", "next");
  const closing = turns.close();
  setTimeout(endLong, 100);
  await expect(work).rejects.toThrow("the database is closed");
  await closing;
  expect(asked).toEqual(["begin", "long", "close"]);
  expect(said).toHaveLength(1);
});

test("a statement that does not end is ended with the engine", async () => {
  const { turns, transaction, asked } = house();
  const work = transaction("long", "next").catch((cause: unknown) => cause);
  await turns.close();
  expect(await work).toBeInstanceOf(DatabaseGone);
  expect(asked).toEqual(["begin", "long", "abandon"]);
});
