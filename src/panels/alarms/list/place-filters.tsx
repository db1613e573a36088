import { useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { areasQuery } from "#api/areas.ts";
import { areaTree, type AreaTree, countiesOf } from "#lib/area-tree.ts";
import { filterAlarms } from "#state/alarm-view.ts";
import { useStores, useView } from "#state/stores.tsx";
import { useCounties, useOpenAlarms } from "../use-book.ts";

/** A choice with how many open alarms that are not held it holds. */
interface Choice {
  readonly id: string;
  readonly name: string;
  readonly count: number;
}

const byCount = (a: Choice, b: Choice): number => b.count - a.count || a.id.localeCompare(b.id);

/** Areas one step below the one drilled to in which something rings, and enterprises there, the most alarms first. */
function useChoices(tree: AreaTree | null) {
  const open = useOpenAlarms();
  const area = useView((v) => v.area);
  const counties = useCounties();
  return useMemo(() => {
    const here = (open ?? []).filter((a) => a.hold === null && (counties === null || counties.has(a.areaCode)));
    const enterprises = new Map<string, Choice>();
    const perCounty = new Map<string, number>();
    for (const { areaCode, enterpriseId: id, enterpriseName: name } of here) {
      perCounty.set(areaCode, (perCounty.get(areaCode) ?? 0) + 1);
      enterprises.set(id, { id, name, count: (enterprises.get(id)?.count ?? 0) + 1 });
    }
    const from = area ?? tree?.root ?? null;
    const below = from === null || tree === null ? [] : (tree.children.get(from) ?? []);
    const areas = below.flatMap((code): Choice[] => {
      const of = tree === null ? [] : new Set([code, ...countiesOf(tree, code)]);
      const count = [...of].reduce((sum, county) => sum + (perCounty.get(county) ?? 0), 0);
      const name = tree?.byCode.get(code)?.name ?? code;
      return count === 0 ? [] : [{ id: code, name, count }];
    });
    return { areas: areas.sort(byCount), enterprises: [...enterprises.values()].sort(byCount) };
  }, [open, area, counties, tree]);
}

/** Where alarms are listed of: the area and the enterprise drilled to and a place of the map, each to be taken off by a press, and choices below them. */
export function PlaceFilters() {
  const { t } = useTranslation();
  const { view } = useStores();
  const { area, enterprise, box } = useView((v) => ({ area: v.area, enterprise: v.enterprise, box: v.alarms.box }));
  const known = useQuery(areasQuery);
  const tree = useMemo(() => (known.data ? areaTree(known.data.areas, known.data.root) : null), [known.data]);
  const { areas, enterprises } = useChoices(tree);
  /** The map follows where the list goes. */
  const goTo = (to: { readonly area: string | null; readonly enterprise: string | null }) =>
    view.setState({ ...to, camera: null, panel: "alarms" });
  const up = area === null ? null : (tree?.byCode.get(area)?.parent ?? null);
  const upper = up === null || up === tree?.root || !tree?.byCode.has(up) ? null : up;
  const enterpriseName = enterprises.find(({ id }) => id === enterprise)?.name ?? enterprise;
  const isTop = area === null || area === tree?.root;
  return (
    <div className="alarm-filter-line">
      {!isTop && (
        <Chip name={tree?.byCode.get(area)?.name ?? area} onOff={() => goTo({ area: upper, enterprise: null })} />
      )}
      {enterpriseName !== null && <Chip name={enterpriseName} onOff={() => goTo({ area, enterprise: null })} />}
      {box !== null && <Chip name={t("alarm.filter.box")} onOff={() => filterAlarms(view, { box: null })} />}
      {areas.length > 1 && enterprise === null && (
        <Pick
          label={t("alarm.filter.area")}
          choices={areas}
          onPick={(code) => goTo({ area: code, enterprise: null })}
        />
      )}
      {enterprises.length > 1 && enterprise === null && (
        <Pick
          label={t("alarm.filter.enterprise")}
          choices={enterprises}
          onPick={(id) => goTo({ area, enterprise: id })}
        />
      )}
    </div>
  );
}

function Chip({ name, onOff }: { readonly name: string; readonly onOff: () => void }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className="button outlined chip"
      aria-pressed="true"
      title={t("alarm.filter.off", { name })}
      aria-label={t("alarm.filter.off", { name })}
      onClick={onOff}
    >
      <span className="alarm-name">{name}</span>
      <span aria-hidden="true">×</span>
    </button>
  );
}

interface PickProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly onPick: (id: string) => void;
}

function Pick({ label, choices, onPick }: PickProps) {
  const { t } = useTranslation();
  return (
    <select className="chip-select" aria-label={label} value="" onChange={(event) => onPick(event.target.value)}>
      <option value="" disabled>
        {label}
      </option>
      {choices.map(({ id, name, count }) => (
        <option key={id} value={id}>
          {t("alarm.filter.choice", { name, count })}
        </option>
      ))}
    </select>
  );
}
