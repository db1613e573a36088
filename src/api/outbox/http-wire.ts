import { z } from "zod";
import { listReceipts, Receipt, sendRecord } from "#contract/field/records.ts";
import { HoldReason, ReceiptState } from "#contract/field/words.ts";
import type { DeviceRecord } from "./ledger.ts";
import { problemOf, type Request, refusalOf, requester, type WireParts } from "./request.ts";
import { uploadPiece } from "./tus.ts";
import { type Told, type Wire, WireError } from "./wire.ts";

/** The reply as the contract says. Anything else that calls itself a success is not our server: a sign-in page of the network between. */
async function read<T extends z.ZodType>(response: Response, reply: T): Promise<z.output<T>> {
  const body: unknown = await response.json().catch(() => undefined);
  const said = reply.safeParse(body);
  if (!said.success) throw new WireError("busy", null, said.error);
  return said.data;
}

/**
 * A receipt as this app can read it, whatever later version has written it: a reason of a word not known here is left out, and a state not known here is
 * no more than received, so that nothing is given up for it. One strange word must not hold the queue.
 */
const HeardReceipt = Receipt.extend({
  state: ReceiptState.catch("received"),
  reasons: z.array(z.string()).transform((words) => words.flatMap((word) => HoldReason.safeParse(word).data ?? [])),
  contents: Receipt.shape.contents.catch(undefined),
});
const HeardReceipts = listReceipts.reply.extend({ receipts: z.array(HeardReceipt) });

async function submit(request: Request, { sealed, hash }: DeviceRecord): Promise<Told> {
  const response = await request({
    method: "POST",
    path: sendRecord.path,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ record: sealed, hash }),
  });
  if (response.ok) return { is: "receipt", receipt: await read(response, HeardReceipt) };
  if (response.status === 409) {
    const receipt = HeardReceipt.safeParse((await problemOf(response)).receipt);
    return { is: "conflict", receipt: receipt.success ? receipt.data : null };
  }
  // An older server does not know the way yet; what is no problem document was not said by our server.
  if (response.status === 404 || typeof (await problemOf(response)).code !== "string") throw new WireError("busy");
  return { is: "refused", reason: await refusalOf(response) };
}

async function ask(request: Request, ids: readonly string[]): Promise<ReadonlyMap<string, Told>> {
  const response = await request({ method: "GET", path: `${listReceipts.path}?ids=${ids.join(",")}` });
  if (!response.ok) throw new WireError("busy");
  const { receipts } = await read(response, HeardReceipts);
  const told = new Map<string, Told>(ids.map((id) => [id, { is: "unknown" }]));
  for (const receipt of receipts) told.set(receipt.id, { is: "receipt", receipt });
  return told;
}

/** The server over HTTP, by the routes of the contract and tus for files. */
export function httpWire(parts: WireParts): Wire {
  const request = requester(parts);
  return {
    submit: (record) => submit(request, record),
    upload: (file, before, readFile) => uploadPiece(request, file, before, readFile),
    ask: (ids) => ask(request, ids),
  };
}
