import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { formatDay } from "#lib/format.ts";
import { type Language, languageNow } from "#lib/i18n/i18n.ts";
import { type FilterPart, partsOf, without } from "#lib/pipe-filter.ts";
import { useStores, useView } from "#state/stores.tsx";
import { clearFilters, filterPipes, toggleStationKind } from "#state/view.ts";
import { Icon } from "#ui/icon.tsx";
import { className, type Owners } from "./class-name.ts";
import "./filter-chips.css";

function partName(t: TFunction, part: FilterPart, owners: Owners, language: Language): string {
  if (part.kind === "class") return className(t, part.by, part.k, owners);
  if (part.kind === "laid") return t("legend.laidChip", { from: part.span[0], to: part.span[1] });
  const [from, to] = part.span;
  return t("legend.patrolledChip", { from: formatDay(from, language), to: formatDay(to, language) });
}

export interface FilterChipsProps {
  readonly owners?: Owners;
  /** Which parts are told here; the rest is told elsewhere. */
  readonly isTold?: (part: FilterPart) => boolean;
  /** Whether a step back is offered here. */
  readonly hasUndo?: boolean;
}

/** What narrows map and numbers at the moment, each to be taken off with one press, and a step back. */
export function FilterChips({ owners = [], isTold = () => true, hasUndo = false }: FilterChipsProps) {
  const { t } = useTranslation();
  const { view, filterHistory } = useStores();
  const language = languageNow();
  const { filter, stationKind } = useView((v) => ({ filter: v.pipeFilter, stationKind: v.filters.stationKind }));
  const canUndo = useStore(filterHistory.store, ({ past }) => past.length > 0) && hasUndo;
  const chips = [
    ...partsOf(filter)
      .filter(isTold)
      .map((part) => ({
        key: JSON.stringify(part),
        group: part.kind === "class" ? t(`legend.by.${part.by}`) : null,
        name: partName(t, part, owners, language),
        take: () => filterPipes(view, without(view.getState().pipeFilter, part)),
      })),
    ...(stationKind
      ? [
          {
            key: "kind",
            group: null,
            name: t(`gas.stationKind.${stationKind}`),
            take: () => toggleStationKind(view, stationKind),
          },
        ]
      : []),
  ];
  if (chips.length === 0 && !canUndo) return null;
  return (
    <fieldset className="chips" aria-label={t("legend.filters")}>
      {chips.map(({ key, group, name, take }) => (
        <button
          key={key}
          type="button"
          className="chip"
          title={group ? `${group} ${name}` : name}
          aria-label={t("legend.takeOff", { name })}
          onClick={take}
        >
          <span>{name}</span>
          <Icon name="close" size={12} />
        </button>
      ))}
      {chips.length > 1 && (
        <button type="button" className="chip plain" onClick={() => clearFilters(view)}>
          {t("legend.clearAll")}
        </button>
      )}
      {canUndo && (
        <button
          type="button"
          className="chip plain"
          title={t("legend.undo")}
          aria-label={t("legend.undo")}
          onClick={filterHistory.undo}
        >
          <Icon name="undo" size={12} />
          {t("legend.undoShort")}
        </button>
      )}
    </fieldset>
  );
}
