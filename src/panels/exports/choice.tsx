import "#ui/select.css";

export interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly { readonly id: T; readonly word: string }[];
  readonly onChoose: (id: T) => void;
}

/** One of some words, with its label above. */
export function Choice<T extends string>({ label, value, choices, onChoose }: ChoiceProps<T>) {
  return (
    <label>
      {label}
      <select
        className="select"
        value={value}
        onChange={(event) => {
          const chosen = choices.find(({ id }) => id === event.target.value);
          if (chosen) onChoose(chosen.id);
        }}
      >
        {choices.map(({ id, word }) => (
          <option key={id} value={id}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}
