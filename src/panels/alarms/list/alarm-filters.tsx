import { useState } from "react";
import { useTranslation } from "react-i18next";
import { OPEN_ALARM_STATES } from "#contract/alarm-words.ts";
import { TAG_KINDS, WARNING_LEVELS } from "#contract/gas.ts";
import {
  ALARM_HOLD_FILTERS,
  ALARM_ORDERS,
  clearAlarmFilters,
  filterAlarms,
  hasAlarmFilters,
  LONGEST_ALARM_TEXT,
  toggled,
} from "#state/alarm-view.ts";
import { useStores, useView } from "#state/stores.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { WarningMark } from "#ui/mark.tsx";
import { PlaceFilters } from "./place-filters.tsx";

/** What the list is narrowed by; all of it stands in the address. Area and enterprise are those drilled to. */
export function AlarmFilters() {
  const { t } = useTranslation();
  const { view } = useStores();
  const { text, levels, states, kinds, hold, order } = useView((v) => v.alarms);
  const isNarrow = useView((v) => hasAlarmFilters(v.alarms));
  const [isOpen, setOpen] = useState(states.length + kinds.length > 0 || hold !== "no");
  return (
    <fieldset className="alarm-filters" aria-label={t("alarm.filter.label")}>
      <div className="alarm-filter-line">
        <input
          type="search"
          value={text}
          maxLength={LONGEST_ALARM_TEXT}
          aria-label={t("alarm.filter.text")}
          placeholder={t("alarm.filter.textHint")}
          onChange={(event) => filterAlarms(view, { text: event.target.value })}
        />
        <IconButton
          icon="filter"
          label={t("alarm.filter.more")}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        />
      </div>
      <div className="alarm-filter-line">
        {WARNING_LEVELS.map((level) => (
          <button
            key={level}
            type="button"
            className="button outlined chip"
            aria-pressed={levels.includes(level)}
            title={t(`gas.warningLevel.${level}`)}
            onClick={() => filterAlarms(view, { levels: toggled(levels, level) })}
          >
            <WarningMark level={level} />
            {t(`gas.warningLevel.${level}`)}
          </button>
        ))}
      </div>
      <PlaceFilters />
      {isOpen && (
        <>
          <div className="alarm-filter-line">
            {OPEN_ALARM_STATES.map((state) => (
              <button
                key={state}
                type="button"
                className="button outlined chip"
                aria-pressed={states.includes(state)}
                onClick={() => filterAlarms(view, { states: toggled(states, state) })}
              >
                {t(`alarm.state.${state}`)}
              </button>
            ))}
          </div>
          <div className="alarm-filter-line">
            <label>
              {t("alarm.filter.kinds")}
              <select
                value={kinds[0] ?? ""}
                onChange={(event) =>
                  filterAlarms(view, { kinds: TAG_KINDS.filter((kind) => kind === event.target.value) })
                }
              >
                <option value="">{t("alarm.rules.allKinds")}</option>
                {TAG_KINDS.map((kind) => (
                  <option key={kind} value={kind}>
                    {t(`gas.tagKind.${kind}`)}
                  </option>
                ))}
              </select>
            </label>
            <label>
              {t("alarm.filter.hold")}
              <select
                value={hold}
                onChange={(event) =>
                  filterAlarms(view, { hold: ALARM_HOLD_FILTERS.find((one) => one === event.target.value) ?? "no" })
                }
              >
                {ALARM_HOLD_FILTERS.map((one) => (
                  <option key={one} value={one}>
                    {t(`alarm.holdFilter.${one}`)}
                  </option>
                ))}
              </select>
            </label>
            <label>
              {t("alarm.list.order")}
              <select
                value={order}
                onChange={(event) =>
                  filterAlarms(view, { order: ALARM_ORDERS.find((one) => one === event.target.value) ?? "urgency" })
                }
              >
                {ALARM_ORDERS.map((one) => (
                  <option key={one} value={one}>
                    {t(one === "seq" ? "alarm.list.orderSeq" : "alarm.list.orderUrgency")}
                  </option>
                ))}
              </select>
            </label>
            {isNarrow && (
              <button type="button" className="button" onClick={() => clearAlarmFilters(view)}>
                {t("alarm.filter.clear")}
              </button>
            )}
          </div>
        </>
      )}
    </fieldset>
  );
}
