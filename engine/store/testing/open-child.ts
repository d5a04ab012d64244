// Opens the store of a data folder in a process of its own, says how that went on one line, and holds it until its input ends.
// Argument: folder.
import { errorData } from '../../contract/errors.ts';
import { openDatabase } from '../database.ts';

try {
  await openDatabase(process.argv[2] as string);
  console.log(JSON.stringify({ opened: true }));
  process.stdin.resume().on('end', () => process.exit(0));
} catch (error) {
  console.log(JSON.stringify(errorData(error)));
}
