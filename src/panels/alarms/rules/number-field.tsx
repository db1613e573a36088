import { useState } from "react";

export interface NumberFieldProps {
  readonly label: string;
  readonly value: number | null;
  /** null: nothing was written. */
  readonly onChange: (value: number | null) => void;
}

/** A number as it is typed: half-written ones are kept on the screen and told when they are whole. */
export function NumberField({ label, value, onChange }: NumberFieldProps) {
  const [text, setText] = useState(value === null ? "" : String(value));
  return (
    <label>
      {label}
      <input
        type="number"
        step="any"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          const number = event.target.valueAsNumber;
          onChange(Number.isFinite(number) ? number : null);
        }}
      />
    </label>
  );
}
