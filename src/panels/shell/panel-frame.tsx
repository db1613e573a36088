import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useMe, worksWithMap } from "#panels/me.ts";
import { clampPanelWidth, PANEL_WIDTH } from "#state/preferences.ts";
import { usePreferences, useStores } from "#state/stores.tsx";
import { openPanel } from "#state/view.ts";
import { IconButton } from "#ui/icon-button.tsx";
import { useBack } from "./use-back.ts";
import "./panel-frame.css";

export interface PanelFrameProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  /** Whether there is something to go back to. */
  readonly hasBack?: boolean;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** Title, back, fold, and the body that scrolls. Never two deep: what opens next takes its place. */
export function PanelFrame({ title, subtitle, hasBack = false, tools, children }: PanelFrameProps) {
  const { t } = useTranslation();
  const { view } = useStores();
  const back = useBack();
  const me = useMe();
  return (
    <section className="panel" aria-label={title} id="panel" tabIndex={-1}>
      <div className="panel-top">
        {hasBack && <IconButton icon="back" label={t("shell.back")} onClick={back} />}
        <div className="panel-title">
          <h2 title={title}>{title}</h2>
          {subtitle && <p>{subtitle}</p>}
        </div>
        {tools}
        {worksWithMap(me.role) && (
          <IconButton icon="fold" label={t("shell.close")} onClick={() => openPanel(view, null)} />
        )}
      </div>
      <div className="panel-body">{children}</div>
    </section>
  );
}

const STEP = 24;

/** The edge of the right panel: dragged, or moved with the arrow keys; its place is kept on this device. */
export function PanelGrip() {
  const { t } = useTranslation();
  const { preferences } = useStores();
  const width = usePreferences((p) => p.panelWidth);
  const from = useRef<{ x: number; width: number } | null>(null);
  const widen = (to: number) => preferences.setState({ panelWidth: clampPanelWidth(to) });

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (from.current) widen(from.current.width + from.current.x - event.clientX);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowLeft: width + STEP, ArrowRight: width - STEP, Home: PANEL_WIDTH.min, End: PANEL_WIDTH.max }[
      event.key
    ];
    if (next === undefined) return;
    event.preventDefault();
    widen(next);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be dragged or focused
    <div
      className="panel-grip"
      role="separator"
      aria-orientation="vertical"
      aria-label={t("shell.widen")}
      aria-valuenow={width}
      aria-valuemin={PANEL_WIDTH.min}
      aria-valuemax={PANEL_WIDTH.max}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        from.current = null;
      }}
      onDoubleClick={() => widen(PANEL_WIDTH.usual)}
      onKeyDown={onKeyDown}
    />
  );
}
