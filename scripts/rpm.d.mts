export interface RpmAbout {
  name: string;
  productName: string;
  version: string;
  summary: string;
  description: string;
  genericName: string;
  license: string;
  scheme: string;
}
export function desktopEntry(about: Omit<RpmAbout, 'version' | 'summary' | 'license'>): string;
export function rpmSpec(about: Omit<RpmAbout, 'productName' | 'genericName' | 'scheme'>): string;
export function buildRpm(options: {
  dir: string;
  outDir: string;
  architecture: string;
  icon: string;
  about: RpmAbout;
}): Promise<string>;
