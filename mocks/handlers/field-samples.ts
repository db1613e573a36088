import { firstRecord, MOCK_CONFLICT, MOCK_RECORD } from "./field.ts";
import { householdsOf } from "./field-tasks.ts";
import { MOCK_AS_OF, type MockHouse } from "./house.ts";

/** What to ask the field's mocks for, so that each answers: bodies and ids by path. */
export function fieldSamples(house: MockHouse) {
  const hazard = house.parts.flatMap((part) => part.hazards).find(({ state }) => state === "graded")?.id ?? "";
  const [door] = householdsOf(house);
  const id = door?.id ?? "";
  const bodies: Readonly<Record<string, object>> = {
    "/api/field/records": {
      record: firstRecord(door, MOCK_AS_OF, MOCK_RECORD.replace(/1$/, "2")),
      hash: "0".repeat(64),
    },
    "/api/field/conflicts/:id/resolve": { resolution: "keep_first", note: "asked" },
    "/api/field/tasks/:id/assign": { assignee: "inspector" },
    "/api/field/customers/:id/reveal": { purpose: "visit", note: "to call" },
    "/api/field/hazards/:id/steps": { id: crypto.randomUUID(), step: "press", note: "soon" },
  };
  const ids: Readonly<Record<string, string>> = {
    "/api/field/records/:id": MOCK_RECORD,
    "/api/field/conflicts/:id/resolve": MOCK_CONFLICT,
    "/api/field/tasks/:id/assign": `V-${id}`,
    "/api/field/customers/:id/visits": id,
    "/api/field/customers/:id/reveal": id,
    "/api/field/hazards/:id": hazard,
    "/api/field/hazards/:id/steps": hazard,
  };
  return { bodies, ids, receipts: `?ids=${MOCK_RECORD}` };
}
