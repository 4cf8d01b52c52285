# language: fr
# SPDX-License-Identifier: MIT
Fonctionnalité: Le devis AIF d'une personne

  France Travail peut payer la formation d'un DE. L'organisme fait le devis, le DE l'accepte dans son
  espace, France Travail décide.

  Contexte:
    Étant donné une session ouverte au recrutement
    Et un devis AIF de 4500 € pour Anne, dont 1200 € payés par le CPF

  Scénario: Du brouillon au paiement
    Alors 3300 € sont demandés à France Travail
    Quand le devis part 30 jours avant le début
    Alors le devis est « Envoyé » et ne se modifie plus
    Quand Anne accepte le devis, puis France Travail l'accorde
    Alors le devis est « Accordé »
    Quand le devis est facturé puis payé
    Alors le devis est « Payé »

  Scénario: Un envoi à moins de 15 jours du début est enregistré et signalé
    Quand le devis part 14 jours avant le début
    Alors le devis est « Envoyé » et signalé comme tardif

  Scénario: Sans réponse, À faire le rappelle au bout de 10 jours
    Quand le devis part 30 jours avant le début
    Et 10 jours passent
    Alors À faire demande la réponse au devis d'Anne
    Quand Anne refuse le devis
    Alors À faire ne demande plus rien du devis

  Scénario: Une décision apprise avant la réponse du DE se note aussi
    Quand le devis part 30 jours avant le début
    Et France Travail refuse le devis
    Alors le devis est « Refusé », sa réponse reste à noter
