import { serveLive } from "./live-socket.ts";

serveLive();
