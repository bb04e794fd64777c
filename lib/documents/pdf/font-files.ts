/**
 * The fonts of documents, as files of installed packages: Inter has every letter of the Latin, Greek and Cyrillic scripts;
 * DejaVu Sans stands in for the names it cannot write, in Hebrew, Arabic, Armenian or Georgian. Bundles that draw documents
 * are deployed with these files beside them, in `fonts/`.
 */
export const fontFiles = {
  regular: '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf',
  semibold: '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf',
  other: 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
} as const;

export type Face = keyof typeof fontFiles;
