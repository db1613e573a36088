import { useTranslation } from "react-i18next";
import { dayBefore, STATISTICS_COMPARES, setStatistics, statisticsOf } from "#state/statistics.ts";
import { useStores, useView } from "#state/stores.tsx";
import { localInstant, localText } from "./question-tools.tsx";
import { useMinute } from "./use-minute.ts";
import "#ui/select.css";

/** With which time the figures are compared, and beyond which they are marked. */
export function CompareTools() {
  const { t } = useTranslation();
  const { view } = useStores();
  const now = useMinute();
  const { compare, since, threshold, cell } = useView((v) => {
    const s = statisticsOf(v);
    return { compare: s.compare, since: s.since, threshold: s.threshold, cell: s.cell };
  });
  const choose = (text: string) => {
    const chosen = STATISTICS_COMPARES.find((one) => one === text) ?? "none";
    setStatistics(view, { compare: chosen, since: chosen === "known" ? (since ?? dayBefore(now)) : null, cell });
  };
  return (
    <div className="statistics-question">
      <label>
        <span>{t("statistics.compare")}</span>
        <select className="select" value={compare} onChange={({ target }) => choose(target.value)}>
          {STATISTICS_COMPARES.map((one) => (
            <option key={one} value={one}>
              {t(`statistics.compares.${one}`)}
            </option>
          ))}
        </select>
      </label>
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
