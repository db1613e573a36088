import { useTranslation } from "react-i18next";
import { WARNING_LEVELS } from "#contract/gas.ts";
import type { Overview } from "#contract/overview.ts";
import { formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { countOf } from "#lib/overview-sums.ts";
import { useStores, useView } from "#state/stores.tsx";
import { toggleStationKind } from "#state/view.ts";
import { BarTable } from "#ui/bar-table.tsx";
import { StateMark, WarningMark } from "#ui/mark.tsx";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";

interface Props {
  readonly overview: Overview;
}

/** Open alarms by warning level, worst first; a level with none is shown too, so that 0 is a statement. */
export function AlarmsSection({ overview }: Props) {
  const { t } = useTranslation();
  const language = languageNow();
  const counts = new Map(overview.alarms.map(({ level, count }) => [level, count]));
  return (
    <Section title={t("overview.alarms")}>
      <BarTable
        caption={t("overview.alarms")}
        labelHead={t("overview.grade")}
        valueHead={t("overview.count")}
        rows={WARNING_LEVELS.map((level) => ({
          key: level,
          label: t(`gas.warningLevel.${level}`),
          mark: <WarningMark level={level} />,
          value: counts.get(level) ?? 0,
          text: formatNumber(counts.get(level) ?? 0, language),
          color: `var(--warning-${level})`,
        }))}
      />
    </Section>
  );
}

export function TagsSection({ overview }: Props) {
  const { t } = useTranslation();
  const language = languageNow();
  const tags = overview.tags.filter(({ count }) => count > 0);
  return (
    <Section title={t("overview.tags")} unit={`${formatNumber(countOf(tags), language)} ${t("overview.unitTags")}`}>
      {tags.length === 0 ? (
        <Empty>{t("overview.empty.tags")}</Empty>
      ) : (
        <BarTable
          caption={t("overview.tags")}
          labelHead={t("overview.state")}
          valueHead={t("overview.count")}
          rows={tags.map(({ state, count }) => ({
            key: state,
            label: t(`gas.tagState.${state}`),
            mark: <StateMark state={state} />,
            value: count,
            text: formatNumber(count, language),
            color: `var(--state-${state})`,
          }))}
        />
      )}
    </Section>
  );
}

/** Stations by kind, most first. A row filters every number and the map. */
export function StationsSection({ overview }: Props) {
  const { t } = useTranslation();
  const { view } = useStores();
  const language = languageNow();
  const chosen = useView(({ filters }) => filters.stationKind);
  const kinds = overview.stations.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count);
  return (
    <Section
      title={t("overview.stations")}
      unit={`${formatNumber(countOf(kinds), language)} ${t("overview.unitStations")}`}
    >
      {kinds.length === 0 ? (
        <Empty>{t("overview.empty.stations")}</Empty>
      ) : (
        <BarTable
          caption={t("overview.stations")}
          labelHead={t("overview.kind")}
          valueHead={t("overview.count")}
          pickLabel={(name) => t("overview.filterBy", { name })}
          onPick={(kind) => {
            const picked = kinds.find((row) => row.kind === kind);
            if (picked) toggleStationKind(view, picked.kind);
          }}
          rows={kinds.map(({ kind, count }) => ({
            key: kind,
            label: t(`gas.stationKind.${kind}`),
            value: count,
            text: formatNumber(count, language),
            isPressed: chosen === kind,
          }))}
        />
      )}
    </Section>
  );
}

export function HazardsSection({ overview }: Props) {
  const { t } = useTranslation();
  const language = languageNow();
  return (
    <Section title={t("overview.hazards")} unit={t("overview.open")}>
      {overview.hazards.every(({ open }) => open === 0) ? (
        <Empty>{`${t("shell.phone.noHazards")}${t("shell.phone.hazardsEmptyHint")}`}</Empty>
      ) : (
        <BarTable
          caption={t("overview.hazards")}
          labelHead={t("overview.grade")}
          valueHead={t("overview.open")}
          rows={overview.hazards.map(({ grade, open, overdue }) => ({
            key: grade,
            label: t(`gas.hazardGrade.${grade}`),
            value: open,
            text: formatNumber(open, language),
            note:
              overdue > 0 ? (
                <span className="quiet">{` ${t("overview.overdue")} ${formatNumber(overdue, language)}`}</span>
              ) : undefined,
          }))}
        />
      )}
    </Section>
  );
}
