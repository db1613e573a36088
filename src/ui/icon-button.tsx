import type { ComponentProps } from "react";
import "./button.css";
import { Icon, type IconName } from "./icon.tsx";

export interface IconButtonProps extends Omit<ComponentProps<"button">, "children" | "title"> {
  readonly icon: IconName;
  /** Read aloud and shown as a tooltip. */
  readonly label: string;
}

export const IconButton = ({ icon, label, className = "", ...rest }: IconButtonProps) => (
  <button type="button" className={`icon-button ${className}`} aria-label={label} title={label} {...rest}>
    <Icon name={icon} />
  </button>
);
