import type { Context } from "#bench/method/context.ts";
import { everythingIn, snapshotAt } from "#bench/method/in-memory.ts";
import { type PostgisTiles, startPostgisTiles } from "#bench/method/postgis.ts";
import { coursesOf } from "#bench/province/courses.ts";

/** The province in this process and in a native PostGIS beside it; G10 and G11 read the same. The caller closes it when the last has read. */
export const besidePostgis = (context: Context) =>
  context.once("postgis", async () => {
    const snapshot = snapshotAt("1m");
    const courses = coursesOf(snapshot);
    context.say("PostGIS: copying 1 M pipes");
    const postgis: PostgisTiles = await startPostgisTiles(snapshot, courses);
    context.atEnd(() => postgis.close());
    context.say("PostGIS: ready");
    return { snapshot, courses, everything: everythingIn(snapshot), postgis };
  });
