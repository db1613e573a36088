import type { HttpHandler } from "msw";
import { getFieldKpis } from "#contract/field/kpis.ts";
import { type FieldRule, listFieldRules, type RuleTerms, whatIfRule } from "#contract/field/rules.ts";
import { drawSampling, getSampling, listSamplings, type Sample, type Sampling } from "#contract/field/samplings.ts";
import type { Me } from "#contract/session.ts";
import { dayIn } from "#model/field/due.ts";
import { type Portion, sumPortions } from "#model/field/pace.ts";
import { answer, type MockContext } from "./answer.ts";
import { householdsOf } from "./field-tasks.ts";
import { MOCK_AS_OF, type MockHouse, sightOf } from "./house.ts";

/** A draw that is there from the start, and the rule that can be tried. */
export const MOCK_SAMPLING = "019a9d5e-6c00-7000-8000-00000000000a";
export const MOCK_RULE = "visit-rural";

const rule = (id: string, name: string, terms: RuleTerms, over: Partial<FieldRule> = {}): FieldRule => ({
  id,
  version: 1,
  areaCode: "130000",
  kind: terms.kind,
  name,
  terms,
  clause: name,
  source: "产品默认值",
  certainty: "default",
  validFrom: "2021-01-01",
  validTo: null,
  isInForce: true,
  ...over,
});

const HOMES = { kind: "visit" as const, classes: ["residential"], season: null };
const SAID = { source: "河北省燃气管理条例", certainty: "source" } as const;
const RULES: readonly FieldRule[] = [
  rule("visit-urban", "城镇居民入户安检", { ...HOMES, gasKinds: ["urban_ng"], perYear: 1 }, SAID),
  rule(
    MOCK_RULE,
    "农村居民入户安检",
    { ...HOMES, gasKinds: ["rural_ng"], perYear: 2, season: { from: "09-15", until: "11-15" } },
    SAID,
  ),
  rule("hazard-deadline", "隐患整改期限", { kind: "hazard", days: { major: 3, general: 30, minor: null } }),
  rule("hazard-climb", "逾期升级", { kind: "climb", days: { county: 0, city: 3, province: 7 } }),
  rule("patrol-low", "低压管线巡线", { kind: "patrol", levels: ["LP"], everyDays: 30 }, { certainty: "field" }),
];

/** Doors of a caller by county, gas kind and class, at some visits a year. */
function portionsOf(house: MockHouse, me: Me, before: number, after: number): Portion[] {
  const counts = new Map<string, Portion>();
  for (const { area_code, gas_kind, class: klass } of householdsOf(house).filter(sightOf(house.areas, me.scope))) {
    const key = `${area_code} ${gas_kind}`;
    const size = (counts.get(key)?.size ?? 0) + 1;
    counts.set(key, { areaCode: area_code, key: [gas_kind, klass], size, before, after });
  }
  return [...counts.values()];
}

const paceOf = (terms: RuleTerms | null | undefined): number =>
  terms?.kind === "visit"
    ? terms.perYear
    : terms?.kind === "patrol" || terms?.kind === "leak"
      ? 365 / terms.everyDays
      : 0;

/** Of every visit drawn the first differs, the second agrees, the others wait. */
function samplesOf(house: MockHouse, now: number): Sample[] {
  const at = (days: number) => new Date(now - days * 86_400_000).toISOString();
  return householdsOf(house)
    .slice(0, 5)
    .map((customer, i) => ({
      recordId: `${MOCK_SAMPLING}-${i}`,
      customerId: customer.id,
      areaCode: customer.area_code,
      enterpriseId: customer.enterprise_id,
      author: "inspector",
      authorName: "巡检员",
      at: at(9),
      outcome: "entered",
      taskId: `S-${MOCK_SAMPLING}-${i + 1}`,
      state: i < 2 ? "done" : "open",
      second:
        i < 2
          ? {
              recordId: `${MOCK_SAMPLING}-second-${i}`,
              authorName: "复核员",
              at: at(2),
              outcome: "entered",
              isSamePerson: false,
              differences: i === 0 ? [{ what: "hazards", count: 1 }] : [],
            }
          : null,
    }));
}

function figuresOf(house: MockHouse, me: Me, to: string) {
  const doors = householdsOf(house).filter(sightOf(house.areas, me.scope)).length;
  const share = (of: number) => Math.round(doors * of);
  return {
    kpis: [
      { id: "entry", part: share(0.52), whole: share(0.7) },
      { id: "completion", part: share(0.61), whole: share(1.4) },
      { id: "repair", part: 41, whole: 52 },
      { id: "recheck", part: 33, whole: 41 },
      { id: "sampling", part: 5, whole: share(0.52) },
      { id: "agreement", part: 1, whole: 2 },
    ] as const,
    outcomes: { entered: share(0.52), nobody_home: share(0.12), refused: share(0.03) },
    plan: [
      { ruleId: MOCK_RULE, name: `农村居民入户安检 ${to.slice(0, 4)}`, doors, visitsPerYear: 1.4, visits: share(1.4) },
    ],
    doorsWithoutRule: 0,
  };
}

/** Figures, rules and second looks, in the page's memory. */
export function fieldSuperviseHandlers({ house, now }: MockContext, who: () => Me | null): HttpHandler[] {
  const first: Sampling = {
    id: MOCK_SAMPLING,
    areaCode: "130000",
    drawnAt: new Date(MOCK_AS_OF - 8 * 86_400_000).toISOString(),
    byName: "省监管",
    from: dayIn(MOCK_AS_OF - 40 * 86_400_000),
    to: dayIn(MOCK_AS_OF - 9 * 86_400_000),
    among: "entered",
    share: 0.05,
    seed: "mock",
    visits: 100,
    samples: 5,
    done: 2,
    differing: 1,
  };
  const draws = [first];
  return [
    answer(getFieldKpis, who, ({ query: { to }, me }) => {
      const { kpis, ...figures } = figuresOf(house, me, to);
      return { ...figures, kpis: [...kpis], asOf: new Date(now()).toISOString() };
    }),
    answer(listFieldRules, who, ({ query: { kind } }) => ({
      rules: RULES.filter((one) => kind === undefined || one.kind === kind),
    })),
    answer(whatIfRule, who, ({ params: { id }, body: { terms }, me }) => {
      const before = RULES.find((one) => one.id === id);
      if (before === undefined || before.kind !== terms.kind) return null;
      const { total, areas, parts } = sumPortions(
        portionsOf(house, me, paceOf(before.terms), paceOf(terms as RuleTerms)),
      );
      const nameOf = (code: string) => house.areas.find((area) => area.code === code)?.name ?? code;
      return {
        unit: terms.kind === "visit" ? ("visits" as const) : ("metres" as const),
        total,
        areas: areas.map((one) => ({ ...one, areaName: nameOf(one.areaCode) })),
        parts,
      };
    }),
    answer(listSamplings, who, () => ({ total: draws.length, samplings: draws })),
    answer(getSampling, who, ({ params: { id } }) => {
      const sampling = draws.find((one) => one.id === id);
      if (sampling === undefined) return null;
      return { sampling, samples: sampling === first ? samplesOf(house, now()) : [] };
    }),
    answer(drawSampling, who, ({ body, me }) => {
      const before = draws.find(({ id }) => id === body.id);
      if (before !== undefined) return before;
      const { id, from, to, share } = body;
      const drawn: Sampling = {
        ...first,
        ...{ id, from, to, share, among: body.among ?? "entered" },
        areaCode: body.area ?? me.scope.areaCode,
        drawnAt: new Date(now()).toISOString(),
        byName: me.name,
        samples: 0,
        done: 0,
        differing: 0,
      };
      draws.unshift(drawn);
      return drawn;
    }),
  ];
}
