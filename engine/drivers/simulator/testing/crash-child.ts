import { createSimulator } from '../simulator.ts';
import { aDomain, aHost, anImageStore, aTemplate, longWork, prepare } from './test-world.ts';

/** Runs in a process of its own, to be killed: starts a guest, begins a download, and says when it is half-way. */
// Waits to be killed, and does not outlive the test that would have done it.
process.on('message', () => undefined).on('disconnect', () => process.exit());
const simulator = createSimulator({ worldPath: process.argv[2] as string, delayScale: 0 });
await prepare(simulator, aHost(1), [aDomain(1)]);
await simulator.startDomain(aHost(1), aDomain(1).id);
// From here on time goes on only as it is told to, so that the download is half-way exactly.
simulator.setClock({ mode: 'manual' });
let halfWay = false;
const goOn = () => {
  if (halfWay) return;
  simulator.setClock({ advance: 50 });
  setImmediate(goOn);
};
setImmediate(goOn);
await simulator.ensureTemplate(
  aHost(1),
  anImageStore,
  { ...aTemplate, id: aDomain(7).id },
  {
    ...longWork('download-7'),
    progress(percent) {
      if (percent !== 50) return;
      halfWay = true;
      process.send?.('half-way');
    },
  },
);
