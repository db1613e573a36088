import { useTranslation } from "react-i18next";

export interface ChosenProps {
  readonly label: string;
  readonly chosen: readonly { readonly id: string; readonly name: string }[];
  readonly onOff: (id: string) => void;
}

/** What was chosen, by name; a press takes one off. */
export function Chosen({ label, chosen, onOff }: ChosenProps) {
  const { t } = useTranslation();
  if (chosen.length === 0) return null;
  return (
    <div className="rule-chosen">
      <span>{label}</span>
      <ul className="rule-chips" aria-label={label}>
        {chosen.map(({ id, name }) => (
          <li key={id}>
            <button
              type="button"
              className="button outlined chip"
              title={id}
              aria-label={t("alarm.filter.off", { name })}
              onClick={() => onOff(id)}
            >
              <span className="alarm-name">{name}</span>
              <span aria-hidden="true">×</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
