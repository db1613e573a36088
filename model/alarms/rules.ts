import type { AlarmRule, AppliesTo } from "#contract/alarm-rules.ts";
import type { AlarmTag } from "./tag.ts";

/** A rule in force, with the counties its owner's word reaches; null = all of them. */
export interface RuleInForce {
  readonly rule: AlarmRule;
  readonly counties: ReadonlySet<string> | null;
}

export function applies(
  rule: AppliesTo,
  tag: AlarmTag,
  countiesOf: (code: string) => ReadonlySet<string> | null,
): boolean {
  if (rule.tagIds !== undefined && !rule.tagIds.includes(tag.id)) return false;
  if (rule.tagKinds !== undefined && !rule.tagKinds.includes(tag.kind)) return false;
  if (rule.stationKinds !== undefined && (tag.stationKind === null || !rule.stationKinds.includes(tag.stationKind)))
    return false;
  if (rule.enterpriseId !== undefined && rule.enterpriseId !== tag.enterpriseId) return false;
  if (rule.areaCode === undefined) return true;
  const counties = countiesOf(rule.areaCode);
  return counties === null || counties.has(tag.areaCode);
}

/** How narrow a rule is: one that names tags goes before one that names an enterprise, that before an area, a station kind, a tag kind. */
const narrowness = ({ tagIds, enterpriseId, areaCode, stationKinds, tagKinds }: AppliesTo): number =>
  (tagIds ? 16 : 0) + (enterpriseId ? 8 : 0) + (areaCode ? 4 : 0) + (stationKinds ? 2 : 0) + (tagKinds ? 1 : 0);

/** An owner's rule watches the owner's own tags, whatever it says that it applies to. */
const isWithinOwner = ({ rule, counties }: RuleInForce, tag: AlarmTag): boolean =>
  (rule.enterpriseId === null || rule.enterpriseId === tag.enterpriseId) &&
  (counties === null || counties.has(tag.areaCode));

/** The rules that watch a tag: of each kind of condition the narrowest, of equally narrow ones the one with the lesser id. */
export function rulesOf(
  tag: AlarmTag,
  rules: readonly RuleInForce[],
  countiesOf: (code: string) => ReadonlySet<string> | null,
): readonly AlarmRule[] {
  const best = new Map<string, AlarmRule>();
  for (const inForce of rules) {
    const { rule } = inForce;
    if (!isWithinOwner(inForce, tag) || !applies(rule.appliesTo, tag, countiesOf)) continue;
    const other = best.get(rule.condition.kind);
    const difference = other === undefined ? 1 : narrowness(rule.appliesTo) - narrowness(other.appliesTo);
    if (difference > 0 || (difference === 0 && other !== undefined && rule.id < other.id))
      best.set(rule.condition.kind, rule);
  }
  return [...best.values()];
}
