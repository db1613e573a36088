import { firstRecord, MOCK_RECORD } from "./field.ts";
import { MOCK_CONFLICT, MOCK_DECIDED } from "./field-conflicts.ts";
import { MOCK_PLAN } from "./field-plans.ts";
import { MOCK_RULE, MOCK_SAMPLING } from "./field-supervise.ts";
import { householdsOf } from "./field-tasks.ts";
import { MOCK_AS_OF, type MockHouse } from "./house.ts";

const PLAN = { kind: "patrol", area: "130123", dueBy: "2026-12-01", roundM: 5000 };

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
    "/api/field/conflicts/:id/resolve": { id: crypto.randomUUID(), resolution: "keep_first", note: "asked" },
    "/api/field/conflicts/:id/reopen": { id: crypto.randomUUID(), note: "asked again" },
    "/api/field/tasks/:id/assign": { assignee: "inspector" },
    "/api/field/customers/:id/reveal": { purpose: "visit", note: "to call" },
    "/api/field/rules/:id/what-if": {
      terms: { kind: "visit", gasKinds: ["rural_ng"], classes: null, perYear: 3, season: null },
    },
    "/api/field/samplings": { id: crypto.randomUUID(), from: "2026-10-01", to: "2026-10-31", share: 0.05 },
    "/api/field/patrol-plans/preview": PLAN,
    "/api/field/patrol-plans": { ...PLAN, id: crypto.randomUUID(), pipes: 41 },
    "/api/field/patrol-plans/:id/cancel": { reason: "twice" },
    "/api/field/hazards/:id/steps": { id: crypto.randomUUID(), step: "press", note: "soon" },
  };
  const ids: Readonly<Record<string, string>> = {
    "/api/field/records/:id": MOCK_RECORD,
    "/api/field/conflicts/:id": MOCK_CONFLICT,
    "/api/field/conflicts/:id/resolve": MOCK_CONFLICT,
    "/api/field/conflicts/:id/reopen": MOCK_DECIDED,
    "/api/field/tasks/:id/assign": `V-${id}`,
    "/api/field/customers/:id/visits": id,
    "/api/field/customers/:id/reveal": id,
    "/api/field/hazards/:id": hazard,
    "/api/field/hazards/:id/steps": hazard,
    "/api/field/hazards/:id/assignees": hazard,
    "/api/field/rules/:id/what-if": MOCK_RULE,
    "/api/field/samplings/:id": MOCK_SAMPLING,
    "/api/field/patrol-plans/:id/cancel": MOCK_PLAN,
  };
  const queries: Readonly<Record<string, string>> = {
    "/api/field/receipts": `?ids=${MOCK_RECORD}`,
    "/api/field/ways": "?from=2026-11-21T00:00:00Z&to=2026-11-22T00:00:00Z",
    "/api/field/tracks": "?author=inspector&from=2026-11-21T00:00:00Z&to=2026-11-22T00:00:00Z",
    "/api/field/kpis": "?from=2026-11-01&to=2026-11-21",
  };
  return { bodies, ids, queries };
}
