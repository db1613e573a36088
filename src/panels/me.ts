import { useQuery } from "@tanstack/react-query";
import { meQuery } from "#api/session.ts";
import { BUSINESS_ROLES, type Role } from "#contract/scope.ts";
import type { Me } from "#contract/session.ts";

/** The signed-in person. The composition root put them into the cache before anything was drawn. */
export function useMe(): Me {
  const me = useQuery(meQuery);
  if (!me.data) throw new Error("nobody is signed in");
  return me.data;
}

/** Whether a role works with the network; administrators keep the house and see none of it. */
export const worksWithMap = (role: Role): boolean => (BUSINESS_ROLES as readonly Role[]).includes(role);
