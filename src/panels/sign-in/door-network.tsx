/** The product in one picture behind the form: trunk line, rings, streets, lanes. Pure decoration. */
export const DoorNetwork = () => (
  <svg className="door-network" viewBox="0 0 1440 900" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
    <path className="trunk" d="M-20 210 L300 250 L520 190 L900 230 L1180 160 L1460 200" />
    <path className="trunk" d="M520 190 L470 520 L560 920" />
    <path className="ring" d="M300 250 L180 420 L240 640 L470 520" />
    <path className="ring" d="M900 230 L1060 390 L1010 640 L1250 720 L1330 480 L1180 160" />
    <path className="street" d="M180 420 L60 470 L-20 460 M240 640 L130 740 L150 920 M240 640 L330 760 L420 740" />
    <path
      className="street"
      d="M1060 390 L1210 420 L1330 480 M1010 640 L900 760 L930 920 M1250 720 L1360 800 L1460 780"
    />
    <path className="street" d="M300 250 L340 110 L300 -20 M900 230 L960 90 L940 -20 M1180 160 L1260 60 L1250 -20" />
    <path
      className="lane"
      d="M60 470 L40 560 L100 610 M130 740 L60 790 M330 760 L310 840 L370 880 M340 110 L430 80 L450 -20 M340 110 L220 90"
    />
    <path
      className="lane"
      d="M1210 420 L1200 520 L1120 540 M1210 420 L1260 350 M900 760 L820 800 L830 900 M960 90 L1060 70 M1360 800 L1340 890 M960 90 L860 60"
    />
    <circle cx="300" cy="250" r="6" />
    <circle cx="520" cy="190" r="8" />
    <circle cx="900" cy="230" r="6" />
    <circle cx="1180" cy="160" r="6" />
    <circle cx="240" cy="640" r="5" />
    <circle cx="470" cy="520" r="6" />
    <circle cx="1060" cy="390" r="5" />
    <circle cx="1010" cy="640" r="5" />
    <circle cx="1330" cy="480" r="5" />
  </svg>
);
