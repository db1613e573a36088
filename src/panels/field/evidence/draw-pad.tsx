import { type PointerEvent, type RefObject, useEffect, useRef } from "react";

export interface DrawPadProps {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly label: string;
  readonly width: number;
  readonly height: number;
  /** Any CSS colour: of the theme's own. */
  readonly ink: string;
  readonly lineWidth: number;
  /** Drawn under the strokes. */
  readonly ground?: string | undefined;
  readonly onDrawn: () => void;
}

/** A sheet to draw on with finger, pen or mouse. */
export function DrawPad({ canvas, label, width, height, ink, lineWidth, ground, onDrawn }: DrawPadProps) {
  const last = useRef<{ readonly x: number; readonly y: number } | null>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || ground === undefined) return;
    const picture = new Image();
    picture.onload = () => context.drawImage(picture, 0, 0, width, height);
    picture.src = ground;
  }, [canvas, ground, width, height]);

  const at = ({ currentTarget, clientX, clientY }: PointerEvent<HTMLCanvasElement>) => {
    const box = currentTarget.getBoundingClientRect();
    return { x: ((clientX - box.left) * width) / box.width, y: ((clientY - box.top) * height) / box.height };
  };
  const stroke = (event: PointerEvent<HTMLCanvasElement>) => {
    const context = event.currentTarget.getContext("2d");
    const to = at(event);
    if (!context || !last.current) return;
    context.strokeStyle = getComputedStyle(event.currentTarget).getPropertyValue(ink) || ink;
    context.lineWidth = lineWidth;
    context.lineCap = "round";
    context.lineJoin = "round";
    context.beginPath();
    context.moveTo(last.current.x, last.current.y);
    context.lineTo(to.x, to.y);
    context.stroke();
    last.current = to;
  };
  return (
    <canvas
      ref={canvas}
      className="field-pad"
      width={width}
      height={height}
      role="img"
      aria-label={label}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        last.current = at(event);
        stroke(event);
      }}
      onPointerMove={stroke}
      onPointerUp={() => {
        last.current = null;
        onDrawn();
      }}
      onPointerCancel={() => {
        last.current = null;
      }}
    />
  );
}
