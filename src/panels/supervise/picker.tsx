import { useTranslation } from "react-i18next";
import { RECORD_KINDS, type RecordKind } from "#contract/field/words.ts";
import "#ui/select.css";

interface PickerProps<T extends string> {
  /** Heard, not seen: what is picked says it, the first choice too. */
  readonly label: string;
  readonly value: T | null;
  /** What stands for null; without it one of the words is always picked. */
  readonly any?: string;
  readonly words: readonly (readonly [id: T, word: string])[];
  readonly onPick: (id: T | null) => void;
}

/** One of some words by which a list is narrowed, or any of them. */
export function Picker<T extends string>({ label, value, any, words, onPick }: PickerProps<T>) {
  return (
    <select
      className="select"
      aria-label={label}
      value={value ?? ""}
      onChange={({ target }) => onPick(words.find(([id]) => id === target.value)?.[0] ?? null)}
    >
      {any !== undefined && <option value="">{any}</option>}
      {words.map(([id, word]) => (
        <option key={id} value={id}>
          {word}
        </option>
      ))}
    </select>
  );
}

/** Records of one kind, or of any. */
export function KindPicker({ value, onPick }: Pick<PickerProps<RecordKind>, "value" | "onPick">) {
  const { t } = useTranslation();
  const words = RECORD_KINDS.map((one) => [one, t(`supervise.kind.${one}`)] as const);
  return (
    <Picker
      label={t("supervise.records.kindLabel")}
      any={t("supervise.records.anyKind")}
      {...{ value, words, onPick }}
    />
  );
}
