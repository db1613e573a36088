import { useTranslation } from "react-i18next";
import { useStores, useView } from "#state/stores.tsx";
import { clearFilters, type Filters, toggleFilter } from "#state/view.ts";
import { Icon } from "#ui/icon.tsx";

/** What narrows the numbers at the moment, each to be taken off with one press. */
export function FilterChips() {
  const { t } = useTranslation();
  const { view } = useStores();
  const filters = useView((v) => v.filters);
  const chips = [
    chip("level", filters.level && t(`gas.pressureLevel.${filters.level}`)),
    chip("material", filters.material && t(`gas.material.${filters.material}`)),
    chip("gasKind", filters.gasKind && t(`gas.gasKind.${filters.gasKind}`)),
    chip("stationKind", filters.stationKind && t(`gas.stationKind.${filters.stationKind}`)),
  ].filter((c) => c !== null);
  if (chips.length === 0) return null;

  const take = (key: keyof Filters) => {
    const value = filters[key];
    if (value !== undefined) toggleFilter(view, key, value);
  };
  return (
    <div className="chips">
      <span className="quiet">{t("overview.filters")}</span>
      {chips.map(({ key, name }) => (
        <button
          key={key}
          type="button"
          className="chip"
          aria-label={t("overview.clearFilter", { name })}
          onClick={() => take(key)}
        >
          {name}
          <Icon name="close" size={12} />
        </button>
      ))}
      {chips.length > 1 && (
        <button type="button" className="button" onClick={() => clearFilters(view)}>
          {t("overview.clearAll")}
        </button>
      )}
    </div>
  );
}

const chip = (key: keyof Filters, name: string | undefined) => (name ? { key, name } : null);
