import type { Json } from "#contract/field/canonical.ts";

/** Keys of a record's body under which a person's name or telephone stands. */
const PERSONAL = new Set(["phone", "guardName", "residentName", "residentPhone", "contact"]);

/** 138****5678: what is shown to whoever does not own the record. */
export const maskPhone = (phone: string): string =>
  phone.length < 7 ? "*".repeat(phone.length) : `${phone.slice(0, 3)}${"*".repeat(phone.length - 7)}${phone.slice(-4)}`;

/** 张*. */
export const maskName = (name: string): string => (name === "" ? "" : `${Array.from(name)[0]}*`);

/**
 * An address as far as its building: what follows 栋, 号楼, 幢 or 座 tells the door, and a number at its end the house.
 */
export function maskAddress(address: string): string {
  const building = /^(.*?(?:号楼|栋|幢|座))/.exec(address)?.[1];
  if (building !== undefined) return building;
  return address.replace(/\d+(?:号|室|户)?(?:[-－]\d+)*\s*$/, "");
}

const WAY = ["t", "lng", "lat", "accuracyM", "mock"];

/** A record without the places of a way: what is shown of the track of somebody who does not agree to be seen. */
export function withoutWay(record: Json): Json {
  if (typeof record !== "object" || record === null || Array.isArray(record)) return record;
  const { kind, body } = record as { readonly [key: string]: Json };
  if (kind !== "track" || typeof body !== "object" || body === null || Array.isArray(body)) return record;
  const rest = Object.entries(body).filter(([key]) => !WAY.includes(key));
  return { ...record, place: null, body: { ...Object.fromEntries(rest), withheld: "consent" } };
}

/** A copy in which names and telephone numbers of residents are masked, wherever they stand. */
export function maskRecord(value: Json): Json {
  if (Array.isArray(value)) return value.map(maskRecord);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as { readonly [key: string]: Json }).map(([key, member]): [string, Json] => {
      if (!PERSONAL.has(key) || typeof member !== "string") return [key, maskRecord(member)];
      return [key, /phone/i.test(key) ? maskPhone(member) : maskName(member)];
    }),
  );
}
