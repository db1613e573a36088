import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { areasQuery } from "#api/areas.ts";
import { useWhere } from "#panels/use-where.ts";
import { dayBefore, STATISTICS_COMPARES, setStatistics, statisticsOf } from "#state/statistics.ts";
import { useStores, useView } from "#state/stores.tsx";
import { localInstant, localText } from "./question-tools.tsx";
import { useMinute } from "./use-minute.ts";
import { comparesAreas } from "./use-statistics.ts";
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
      against: chosen === "area" ? against : null,
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
      {compare === "area" && <AreaToCompare chosen={against} isOff={!canAreas} />}
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

/** Areas in sight, without the one whose figures the page shows; units stand before their counties. */
function AreaToCompare({ chosen, isOff }: { readonly chosen: string | null; readonly isOff: boolean }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const { where } = useWhere();
  const { data, isError } = useQuery(areasQuery);
  const areas = (data?.areas ?? []).filter(({ code, parent }) => (where.area ? code !== where.area : parent !== null));
  const isForeign = chosen !== null && data !== undefined && areas.every(({ code }) => code !== chosen);
  return (
    <label>
      <span>{t("statistics.against")}</span>
      <select
        className="select"
        value={isForeign ? "" : (chosen ?? "")}
        onChange={({ target }) => setStatistics(view, { against: target.value || null })}
      >
        <option value="">{t("statistics.againstNone")}</option>
        {areas.map(({ code, name, level }) => (
          <option key={code} value={code}>
            {level === "county" ? `\u3000${name}` : name}
          </option>
        ))}
      </select>
      {isOff && <span className="quiet">{t("statistics.againstPlaces")}</span>}
      {isForeign && <span className="quiet">{t("statistics.againstForeign")}</span>}
      {isError && <span role="alert">{t("statistics.againstFailed")}</span>}
    </label>
  );
}
