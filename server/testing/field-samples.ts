import { canary } from "#server/db/testing/canaries.ts";
import { byId, list, type Make } from "./sample.ts";

const now = Date.now();
/** The canaries of ways lie at the moment they were planted. */
const TODAY = { from: new Date(now - 43_200_000).toISOString(), to: new Date(now + 43_200_000).toISOString() };
const DAYS = { from: "2026-01-01", to: "2026-12-31" };

/** Requests for the routes of field work, by method and path. */
export const FIELD_SAMPLES: Readonly<Record<string, Make>> = {
  "GET /api/field/receipts": list(() => ({ ids: "0192f0aa-0000-7000-8000-000000000001" })),
  "GET /api/field/records": list(
    () => ({}),
    ({ area }) => ({ area }),
    ({ enterprise }) => ({ enterprise }),
    (owner) => ({ author: canary(owner), subject: canary(owner) }),
    () => ({ state: "accepted", kind: "check", outcome: "entered", limit: "1" }),
  ),
  "GET /api/field/records/:id": byId,
  "GET /api/field/conflicts": list(
    () => ({ state: "any" }),
    ({ area }) => ({ area, state: "resolved" }),
    (owner) => ({ enterprise: owner.enterprise, author: canary(owner), state: "any", kind: "check", limit: "1" }),
  ),
  "GET /api/field/conflicts/:id": byId,
  "GET /api/field/checklists": list(() => ({})),
  "GET /api/field/tasks": list(
    () => ({ whose: "all" }),
    ({ area }) => ({ area, whose: "all", kind: "check", state: "any", near: "115,38" }),
  ),
  "GET /api/field/customers/:id/visits": byId,
  "POST /api/field/customers/:id/reveal": (owner) => [
    { params: { id: canary(owner) }, body: { purpose: "visit", note: "to call" }, unseen: 404 },
  ],
  "GET /api/field/hazards": list(
    () => ({ state: "any" }),
    ({ area }) => ({ area }),
    ({ enterprise }) => ({ enterprise, due: "overdue", grade: "major" }),
    (owner) => ({ customer: canary(owner), due: "soon" }),
    (owner) => ({ pipe: canary(owner), state: "any" }),
  ),
  "GET /api/field/hazards/:id": byId,
  "GET /api/field/hazards/:id/assignees": byId,
  "GET /api/field/hazard-board": list(
    () => ({}),
    ({ area }) => ({ area }),
    ({ enterprise }) => ({ enterprise }),
  ),
  "GET /api/field/hazard-places": list(
    () => ({}),
    () => ({ grade: "major", bbox: "114,37,116,39" }),
  ),
  "GET /api/field/coverage": list(
    () => ({}),
    ({ area }) => ({ area }),
    ({ enterprise }) => ({ enterprise }),
  ),
  "GET /api/field/people": list(
    () => ({}),
    ({ area }) => ({ area }),
    ({ enterprise }) => ({ enterprise }),
  ),
  "GET /api/field/tracks": list((owner) => ({
    author: canary(owner),
    from: "2020-01-01T00:00:00Z",
    to: "2100-01-01T00:00:00Z",
  })),
  "GET /api/field/ways": list(
    () => TODAY,
    ({ area }) => ({ ...TODAY, area }),
    ({ enterprise }) => ({ ...TODAY, enterprise }),
  ),
  "GET /api/field/positions": list(
    () => ({}),
    ({ area, enterprise }) => ({ area, enterprise }),
  ),
  "GET /api/field/consent": list(() => ({})),
  "GET /api/field/consents": list(
    () => ({}),
    ({ area, enterprise }) => ({ area, enterprise }),
  ),
  "POST /api/field/patrol-plans/preview": ({ area, enterprise }) =>
    (["patrol", "leak_survey"] as const).flatMap((kind) =>
      [null, enterprise].map((one) => ({
        body: { kind, area, enterprise: one, dueBy: "2100-01-01", roundM: 5000 },
        unseen: 200 as const,
      })),
    ),
  "GET /api/field/works": list(
    () => ({ state: "any" }),
    ({ area, enterprise }) => ({ area, enterprise }),
  ),
  "GET /api/field/patrol-plans": list(
    () => ({}),
    ({ area }) => ({ area }),
  ),
  "GET /api/field/kpis": list(
    () => DAYS,
    ({ area }) => ({ ...DAYS, area }),
    ({ enterprise }) => ({ ...DAYS, enterprise }),
  ),
  "GET /api/field/rules": list(
    () => ({}),
    () => ({ kind: "visit" }),
  ),
  "POST /api/field/rules/:id/what-if": ({ area }) =>
    [null, area].map((at) => ({
      params: { id: "leak-weak" },
      body: {
        area: at,
        terms: { kind: "leak", materials: ["PE100"], everyDays: 90, designLifeY: 30, agedFactor: 0.5 },
      },
      unseen: 200 as const,
    })),
  "GET /api/field/samplings": list(
    () => ({}),
    ({ area }) => ({ area }),
  ),
  "GET /api/field/samplings/:id": byId,
};
