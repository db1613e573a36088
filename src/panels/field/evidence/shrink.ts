/** Longest side of a photo that is kept, in pixels: a door number or a gauge can be read, and a bad network can carry it. */
const LONGEST = 1600;
const QUALITY = 0.8;

export interface Taken {
  readonly mime: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

/** What is drawn on a canvas, as a file. */
export const canvasFile = (canvas: HTMLCanvasElement, mime: "image/jpeg" | "image/png"): Promise<Taken> =>
  new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => {
        if (!blob) return reject(new Error("the picture could not be written"));
        bytesOf(blob).then((bytes) => resolve({ mime, bytes }), reject);
      },
      mime,
      QUALITY,
    );
  });

/** A photo as it came from the camera, upright and no larger than needed. What the browser cannot read is kept as it is. */
export async function shrinkPhoto(file: Blob): Promise<Taken> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return { mime: file.type || "application/octet-stream", bytes: await bytesOf(file) };
  }
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvasFile(canvas, "image/jpeg");
}
