import type { TeamPlan } from './team-plan.ts';

/** The workspaces that are there unless others are given: one with the app, one without. */
export function defaultTeams(botToken: string): readonly TeamPlan[] {
  return [
    {
      id: 'T0SANDBOX1',
      name: 'Northwind',
      domain: 'northwind',
      botToken,
      people: [
        { id: 'U0ALEX0001', name: 'alex', realName: 'Alex Rivera', email: 'alex@northwind.example', title: 'Design' },
        { id: 'U0SAM00001', name: 'sam', realName: 'Sam Okafor', email: 'sam@northwind.example', title: 'Finance' },
        { id: 'U0KIM00001', name: 'kim', realName: 'Kim Larsen', email: 'kim@northwind.example', title: 'Operations' },
      ],
      channels: [
        { id: 'C0GENERAL1', name: 'general', bot: true },
        { id: 'C0HELPDSK1', name: 'helpdesk', bot: true },
        { id: 'C0RANDOM01', name: 'random' },
        { id: 'C0FINANCE1', name: 'finance', private: true, members: ['alex', 'sam'] },
      ],
    },
    {
      id: 'T0SANDBOX2',
      name: 'Contoso',
      domain: 'contoso',
      people: [
        { id: 'U0MIRA0001', name: 'mira', realName: 'Mira Sato', email: 'mira@contoso.example', title: 'Sales' },
        { id: 'U0JONAS001', name: 'jonas', realName: 'Jonas Weber', email: 'jonas@contoso.example', title: 'Support' },
      ],
      channels: [
        { id: 'C0GENERAL2', name: 'general' },
        { id: 'C0RANDOM02', name: 'random' },
      ],
    },
  ];
}
