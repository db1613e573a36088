import { useTranslation } from "react-i18next";
import { WARNING_LEVELS } from "#contract/gas.ts";
import type { LevelCounts as Counts } from "#lib/alarm-list.ts";
import { WarningMark } from "#ui/mark.tsx";
import "./level-counts.css";

/** Shape and number of each level that there is one of. */
export function LevelCounts({ counts }: { readonly counts: Counts }) {
  const { t } = useTranslation();
  return (
    <span className="level-counts">
      {WARNING_LEVELS.filter((level) => counts[level] > 0).map((level) => (
        <span key={level} title={t(`gas.warningLevel.${level}`)}>
          <WarningMark level={level} />
          {counts[level]}
        </span>
      ))}
    </span>
  );
}
