import {setCustomElementsManifest} from '@storybook/web-components-vite';
import manifest from '../dist/custom-elements.json';

type Member = {name: string; privacy?: string; static?: boolean; kind: string};
type Declaration = {members?: Member[]};

/** What a page may use: controls and their words come from the elements' own JSDoc, by the manifest that the build writes. */
const isPublic = ({name, privacy, static: isStatic}: Member) => privacy === undefined && !isStatic && !name.startsWith('#');
const modules = (manifest as {modules: {declarations?: Declaration[]}[]}).modules.map((module) => ({
  ...module,
  declarations: module.declarations?.map((one) => (one.members ? {...one, members: one.members.filter(isPublic)} : one)),
}));

setCustomElementsManifest({...manifest, modules});
