import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { areasQuery } from "#api/areas.ts";
import { useWhere } from "#panels/use-where.ts";
import { AGAINST_MOST, dayBefore, STATISTICS_COMPARES, setStatistics, statisticsOf } from "#state/statistics.ts";
import { useStores, useView } from "#state/stores.tsx";
import { localInstant, localText } from "./question-tools.tsx";
import { useMinute } from "./use-minute.ts";
import { comparesAreas } from "./use-beside.ts";
import "#ui/select.css";

/** With which time or area the figures are compared, and beyond which they are marked. */
export function CompareTools() {
  const { t } = useTranslation();
  const { view } = useStores();
  const now = useMinute();
  const { rows, compare, since, against, threshold, cell } = useView((v) => {
    const s = statisticsOf(v);
    return { ...s, cell: s.cell };
  });
  const canAreas = comparesAreas(rows);
  const choose = (text: string) => {
    const chosen = STATISTICS_COMPARES.find((one) => one === text) ?? "none";
    setStatistics(view, {
      compare: chosen,
      since: chosen === "known" ? (since ?? dayBefore(now)) : null,
      against: chosen === "area" ? against : [],
      cell,
    });
  };
  return (
    <div className="statistics-question">
      <label>
        <span>{t("statistics.compare")}</span>
        <select className="select" value={compare} onChange={({ target }) => choose(target.value)}>
          {STATISTICS_COMPARES.map((one) => (
            <option key={one} value={one} disabled={one === "area" && !canAreas}>
              {t(`statistics.compares.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {compare === "area" && <AreasToCompare chosen={against} isOff={!canAreas} />}
      {compare === "known" && (
        <label>
          <span>{t("statistics.known")}</span>
          <input
            className="select"
            type="datetime-local"
            value={localText(since)}
            onChange={({ target }) => setStatistics(view, { since: localInstant(target.value) ?? since, cell })}
          />
        </label>
      )}
      <label>
        <span>{t("statistics.threshold")}</span>
        <input
          className="select number"
          type="number"
          value={threshold ?? ""}
          onChange={({ target }) =>
            setStatistics(view, { threshold: target.value === "" ? null : Number(target.value), cell })
          }
        />
      </label>
    </div>
  );
}

/** Areas in sight, without the one whose figures the page shows; units stand before their counties. Those chosen stand beside, each taken off by a press. */
function AreasToCompare({ chosen, isOff }: { readonly chosen: readonly string[]; readonly isOff: boolean }) {
  const { t } = useTranslation();
  const { view, highlight, camera } = useStores();
  const { where } = useWhere();
  const { data, isError } = useQuery(areasQuery);
  const select = useRef<HTMLSelectElement>(null);
  const areas = (data?.areas ?? []).filter(({ code, parent }) => (where.area ? code !== where.area : parent !== null));
  const names = new Map(areas.map(({ code, name }) => [code, name]));
  const known = chosen.filter((code) => names.has(code));
  const isForeign = data !== undefined && known.length < chosen.length;
  const isFull = known.length >= AGAINST_MOST;
  const set = (against: readonly string[]) => setStatistics(view, { against });
  /** The map shows all that stand side by side. */
  const add = (code: string) => {
    const against = [...known, code];
    set(against);
    const shown = (data?.areas ?? []).filter((area) => area.code === where.area || against.includes(area.code));
    const side = (at: 0 | 1 | 2 | 3) => shown.map(({ bbox }) => bbox[at]);
    const bbox = [Math.min(...side(0)), Math.min(...side(1)), Math.max(...side(2)), Math.max(...side(3))] as const;
    camera.say({ kind: "fit", bbox: [...bbox] });
  };
  const takeOff = (code: string) => {
    highlight.setState({ area: null });
    set(known.filter((one) => one !== code));
    // The button is gone: who pressed it by keyboard goes on beside it.
    select.current?.focus();
  };
  return (
    <div className="wide">
      <label>
        <span>{t("statistics.against")}</span>
        <select
          ref={select}
          className="select"
          value=""
          onChange={({ target }) => target.value !== "" && !isFull && add(target.value)}
        >
          <option value="">{t(isFull ? "statistics.againstFull" : "statistics.againstNone")}</option>
          {areas
            .filter(({ code }) => !isFull && !known.includes(code))
            .map(({ code, name, level }) => (
              <option key={code} value={code}>
                {level === "county" ? `\u3000${name}` : name}
              </option>
            ))}
        </select>
      </label>
      {known.length > 0 && (
        <ul className="statistics-against" aria-label={t("statistics.against")}>
          {known.map((code) => (
            <li key={code}>
              <button
                type="button"
                className="chip"
                aria-label={t("statistics.againstRemove", { name: names.get(code) ?? code })}
                onPointerEnter={() => highlight.setState({ area: code })}
                onPointerLeave={() => highlight.setState({ area: null })}
                onFocus={() => highlight.setState({ area: code })}
                onBlur={() => highlight.setState({ area: null })}
                onClick={() => takeOff(code)}
              >
                {names.get(code)} ×
              </button>
            </li>
          ))}
        </ul>
      )}
      {isOff && <span className="quiet">{t("statistics.againstPlaces")}</span>}
      {isForeign && <span className="quiet">{t("statistics.againstForeign")}</span>}
      {isError && <span role="alert">{t("statistics.againstFailed")}</span>}
    </div>
  );
}
