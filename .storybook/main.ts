import type {StorybookConfig} from '@storybook/web-components-vite';

const config: StorybookConfig = {
  stories: ['../stories/**/*.stories.ts'],
  framework: '@storybook/web-components-vite',
  core: {disableTelemetry: true, disableWhatsNewNotifications: true},
  // The blog-post page uses the script-tag build, as a reader's page would.
  staticDirs: [
    {from: '../dist', to: '/dist'},
    {from: '../stories/pages', to: '/stories/pages'},
  ],
};

export default config;
