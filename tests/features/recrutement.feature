# language: fr
# SPDX-License-Identifier: MIT
Fonctionnalité: Recruter sur une session, de l'info coll au certificat

  Contexte:
    Étant donné une session ouverte au recrutement
    Et une info coll de 2 places le 7 décembre 2026

  Scénario: Ceux qui arrivent après la dernière place attendent leur tour
    Quand Anne, Inès, Paul et Karim sont inscrits dans cet ordre
    Alors Anne et Inès ont une place
    Et Paul est premier en liste d'attente, Karim deuxième

  Scénario: La place libérée est proposée au premier qui attend
    Étant donné Anne, Inès et Paul inscrits dans cet ordre
    Quand Anne annule son rendez-vous
    Alors la place est proposée à Paul
    Et l'historique de l'inscription d'Anne dit « annulé » et par qui

  Scénario: Un présent quitte la saisie de présence, un absent y reste
    Étant donné Anne et Inès inscrits dans cet ordre
    Quand Anne est présente et Inès absente
    Alors la saisie de présence montre Inès
    Et la saisie de résultat montre Anne

  Scénario: Une personne en attente qui est venue compte en surnombre
    Étant donné Anne, Inès et Paul inscrits dans cet ordre
    Quand Paul est présent
    Alors sa présence est enregistrée, avec l'avertissement « beyond_capacity »
    Et il reste 0 place

  Scénario: Un non retenu reste modifiable, un retenu quitte la liste
    Étant donné Anne et Inès inscrits dans cet ordre
    Et Anne et Inès sont présentes
    Quand Anne est retenue et Inès non retenue pour « prerequisites »
    Alors la saisie de résultat montre Inès
    Quand Inès est retenue
    Alors la saisie de résultat est vide

  Scénario: Retenir quelqu'un établit l'attestation sans rien demander de plus
    Étant donné Anne inscrite et présente
    Quand Anne est retenue
    Alors Anne est inscrite en formation au statut « Retenu »
    Et son attestation d'inscription est en vigueur
    Et son certificat peut être imprimé

  Scénario: Annuler la saisie d'un retenu annule aussi son attestation
    Étant donné Anne inscrite et présente
    Et Anne est retenue
    Quand la secrétaire annule sa dernière saisie
    Alors Anne n'est plus inscrite en formation
    Et son attestation d'inscription est annulée

  Scénario: Le conseiller refuse, et le certificat ne s'imprime plus
    Étant donné Anne inscrite et présente
    Et Anne est retenue
    Quand le conseiller répond « non inscrit »
    Alors l'écran prévient que ni la formation ni le DE ne seront payés
    Et le certificat est refusé

  Scénario: Une proposition directe attend la validation pour son attestation
    Quand l'inscription de Karim est proposée directement
    Alors Karim est inscrit en formation au statut « À valider »
    Et aucune attestation n'est établie
    Quand le conseiller répond « inscrit »
    Alors son attestation d'inscription est en vigueur
