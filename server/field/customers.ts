import type { CustomerClass, GasKind } from "#contract/gas.ts";
import type { TaskCustomer } from "#contract/field/tasks.ts";
import type { Scope } from "#contract/scope.ts";
import type { Db, Tx } from "#server/db/db.ts";
import { maskAddress, maskName, maskPhone } from "./ledger/mask.ts";

/** Who lives there: whole. */
export interface Person {
  readonly customerId: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly address: string | null;
}

const PERSON = `customer_id as "customerId", person_name as name, phone, address`;

/** People of some customers, as far as the transaction may read them: their enterprise, or whoever has a purpose. */
export async function readPersons(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Person>> {
  const rows = await tx.query<Person>(`select ${PERSON} from customer_person where customer_id = any ($1)`, [[...ids]]);
  return new Map(rows.map((person) => [person.customerId, person]));
}

const masked = (person: Person): Person => ({
  ...person,
  name: person.name === null ? null : maskName(person.name),
  phone: person.phone === null ? null : maskPhone(person.phone),
  address: person.address === null ? null : maskAddress(person.address),
});

/** A customer without anything of a person. */
export interface CustomerFacts {
  readonly id: string;
  readonly gasKind: GasKind;
  readonly class: CustomerClass;
  readonly isCritical: boolean;
}

/**
 * People of customers that are known to be in the scope's sight: whole for the enterprise that owns them, masked for everybody else (domain.md
 * of the field: 张*, 138****5678, the address to the building).
 * @param ids customers that a query under `scope` has shown
 */
export async function personsShown(
  db: Pick<Db, "as" | "asSystem">,
  scope: Scope,
  ids: readonly string[],
): Promise<{ readonly persons: ReadonlyMap<string, Person>; readonly isMasked: boolean }> {
  if (ids.length === 0) return { persons: new Map(), isMasked: scope.level !== "enterprise" };
  if (scope.level === "enterprise")
    return { persons: await db.as(scope, (tx) => readPersons(tx, ids)), isMasked: false };
  const persons = await db.asSystem((tx) => readPersons(tx, ids));
  return { persons: new Map([...persons].map(([id, person]) => [id, masked(person)])), isMasked: true };
}

export const customerOf = (facts: CustomerFacts, person: Person | undefined, isMasked: boolean): TaskCustomer => ({
  ...facts,
  name: person?.name ?? null,
  phone: person?.phone ?? null,
  address: person?.address ?? null,
  isMasked,
});

export async function findCustomerFacts(
  tx: Tx,
  id: string,
): Promise<(CustomerFacts & { areaCode: string; enterpriseId: string }) | null> {
  const [row] = await tx.query<CustomerFacts & { areaCode: string; enterpriseId: string }>(
    `select id, gas_kind as "gasKind", class, is_critical as "isCritical", area_code as "areaCode", enterprise_id as "enterpriseId"
       from customer where id = $1`,
    [id],
  );
  return row ?? null;
}

/** Street or village, and building, of an address: what doors share that are one way. */
export function placesOf(address: string | null): { readonly street: string | null; readonly building: string | null } {
  if (address === null) return { street: null, building: null };
  const building = /^(.*?)(\d+(?:号楼|栋|幢|座))/.exec(address);
  if (building !== null) return { street: building[1] ?? null, building: building[2] ?? null };
  return { street: address.replace(/\d+(?:号|室|户)?(?:[-－]\d+)*\s*$/, "") || null, building: null };
}
