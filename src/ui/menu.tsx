import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import "./button.css";
import "./menu.css";
import { Icon, type IconName } from "./icon.tsx";

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly note?: string | undefined;
  /** Given: a choice that is switched on and off. */
  readonly isOn?: boolean;
  readonly onChoose: () => void;
}

export interface MenuProps {
  /** Read aloud for the button and the list. */
  readonly label: string;
  readonly button: ReactNode;
  /** Lines above the choices that are no choices. */
  readonly head?: ReactNode;
  readonly items: readonly MenuItem[];
  readonly align?: "left" | "right";
}

/** A button that opens a list of choices: arrows move, Home and End jump, a letter finds, Esc closes and gives focus back. */
export function Menu({ label, button, head, items, align = "left" }: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (!isOpen) return;
    frame.current?.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
    const closeOutside = (event: PointerEvent) => {
      if (!frame.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", closeOutside);
    return () => document.removeEventListener("pointerdown", closeOutside);
  }, [isOpen]);

  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
      return;
    }
    if (event.key === "Tab") {
      setOpen(false);
      return;
    }
    const choices = [...(frame.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
    const next = neighbour(choices, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears the keys that its menu items let through
    <div className="menu" ref={frame} onKeyDown={onKeyDown}>
      <button
        ref={opener}
        type="button"
        className="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-label={label}
        title={label}
        onClick={() => setOpen(!isOpen)}
      >
        {button}
      </button>
      {isOpen && (
        <div className={`menu-list ${align}`}>
          {head && <div className="menu-head">{head}</div>}
          <div id={id} role="menu" aria-label={label}>
            {items.map((item) => (
              <button
                key={item.id}
                type="button"
                {...(item.isOn === undefined
                  ? { role: "menuitem" }
                  : { role: "menuitemcheckbox", "aria-checked": item.isOn })}
                tabIndex={-1}
                className="menu-item"
                onClick={() => {
                  close();
                  item.onChoose();
                }}
              >
                {item.icon && <Icon name={item.icon} size={16} />}
                <span>{item.label}</span>
                {item.isOn && <Icon name="check" size={16} />}
                {item.note && <span className="quiet">{item.note}</span>}
              </button>
            ))}
          </div>
        </div>
      )}
    </div>
  );
}

function neighbour(choices: readonly HTMLElement[], key: string): HTMLElement | undefined {
  const at = choices.indexOf(document.activeElement as HTMLElement);
  const last = choices.length - 1;
  if (key === "ArrowDown") return choices[at >= last ? 0 : at + 1];
  if (key === "ArrowUp") return choices[at <= 0 ? last : at - 1];
  if (key === "Home") return choices[0];
  if (key === "End") return choices[last];
  if (key.length !== 1 || key === " ") return undefined;
  const order = [...choices.slice(at + 1), ...choices.slice(0, at + 1)];
  return order.find((choice) => choice.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()));
}
