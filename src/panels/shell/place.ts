import { useQuery } from "@tanstack/react-query";
import { areasQuery, enterpriseQuery } from "#api/areas.ts";
import type { Area } from "#contract/area.ts";
import type { Me } from "#contract/session.ts";
import { useMe, worksWithMap } from "#panels/me.ts";
import { useView } from "#state/stores.tsx";

export interface Crumb {
  readonly code: string;
  readonly name: string;
  readonly kind: "area" | "enterprise";
  /** False for what lies above the person's own area. */
  readonly isOpen: boolean;
}

/** From the province down to where the person stands, by the supervision tree. */
export function crumbsTo(
  code: string | null,
  root: string,
  areas: readonly Area[],
  ancestors: readonly Area[],
): readonly Crumb[] {
  const byCode = new Map([...ancestors, ...areas].map((area) => [area.code, area]));
  const mine = new Set(areas.map((area) => area.code));
  const crumbs: Crumb[] = [];
  let at = byCode.get(code ?? root) ?? byCode.get(root);
  while (at && !crumbs.some((crumb) => crumb.code === at?.code)) {
    crumbs.unshift({ code: at.code, name: at.name, kind: "area", isOpen: mine.has(at.code) });
    at = at.parent === null ? undefined : byCode.get(at.parent);
  }
  return crumbs;
}

/** The enterprise whose numbers are shown: the one drilled to, or the person's own. */
const enterpriseOf = (me: Me, drilled: string | null) => me.scope.enterpriseId ?? drilled;

/** Where the person stands, in words; while the areas are on their way, their own area's name. */
export function usePlace() {
  const me = useMe();
  const { area, enterprise } = useView((view) => ({ area: view.area, enterprise: view.enterprise }));
  const areas = useQuery({ ...areasQuery, enabled: worksWithMap(me.role) });
  const enterpriseId = enterpriseOf(me, enterprise);
  const detail = useQuery({ ...enterpriseQuery(enterpriseId ?? ""), enabled: enterpriseId !== null });

  const root = areas.data?.root ?? me.scope.areaCode;
  const crumbs: Crumb[] = areas.data
    ? [...crumbsTo(area, root, areas.data.areas, areas.data.ancestors)]
    : [{ code: root, name: me.areaName, kind: "area", isOpen: true }];
  if (enterpriseId !== null) {
    const name = detail.data?.name ?? (enterpriseId === me.scope.enterpriseId ? me.enterpriseName : null);
    crumbs.push({ code: enterpriseId, name: name ?? enterpriseId, kind: "enterprise", isOpen: true });
  }
  const here = area ?? root;
  const children = areas.data?.areas.filter((candidate) => candidate.parent === here && candidate.code !== here) ?? [];
  return { root, here, enterpriseId, crumbs, children, area: areas.data?.areas.find((a) => a.code === here) ?? null };
}
