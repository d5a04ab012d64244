import { useEffect, useState } from 'react';
import { Face } from './App.tsx';
import { type Branding, plainBranding, readBranding } from './api/sign-in.ts';
import { SignInPage } from './pages/sign-in/SignInPage.tsx';

/** What somebody sees of whom nothing is known yet, where people may sign in. No connection to the engine is opened. */
export function Door() {
  const [branding, setBranding] = useState<Branding>(plainBranding);
  useEffect(() => {
    void readBranding().then((read) => (read === undefined ? undefined : setBranding(read)));
  }, []);
  return (
    <Face accent={branding.accent}>
      <SignInPage name={branding.name} logo={branding.logo} />
    </Face>
  );
}
