# language: fr
# SPDX-License-Identifier: MIT
Fonctionnalité: Déplacer, supprimer, corriger

  Contexte:
    Étant donné une session ouverte au recrutement
    Et une info coll de 2 places le 7 décembre 2026

  Plan du Scénario: Un rendez-vous se transfère sur un autre de la même session
    Étant donné Anne inscrite à <départ>
    Quand Anne est transférée vers <arrivée>
    Alors Anne est inscrite à <arrivée>
    Et l'inscription de départ est au statut « Transféré »

    Exemples:
      | départ             | arrivée            |
      | une info coll      | une autre info coll |
      | une info coll      | un RDV individuel  |
      | un RDV individuel  | un autre RDV individuel |
      | un RDV individuel  | une info coll      |

  Scénario: Supprimer une info coll prévient de ceux qui n'ont plus de rendez-vous
    Étant donné Anne et Inès inscrits dans cet ordre
    Quand l'info coll est supprimée
    Alors 2 personnes sont à recontacter
    Et le transfert d'Anne est refusé

  Scénario: Transférer puis supprimer ne perd personne
    Étant donné Anne et Inès inscrits dans cet ordre
    Quand Anne et Inès sont transférées vers une autre info coll
    Et l'info coll est supprimée
    Alors personne n'est à recontacter

  Scénario: Ce qui a changé depuis ne s'annule plus
    Étant donné Anne inscrite et présente
    Quand la présence d'Anne, changée depuis en absence, est annulée
    Alors l'annulation est refusée et rien n'a été modifié

  Scénario: Deux fiches d'une même personne se fusionnent et se séparent
    Étant donné Anne inscrite à une info coll
    Et une seconde fiche d'Anne, avec son identifiant
    Quand les deux fiches sont fusionnées
    Alors une seule fiche reste, avec l'identifiant et l'inscription
    Quand les deux fiches sont séparées
    Alors les deux fiches sont de nouveau là

  Scénario: Un numéro de sécurité sociale n'est jamais enregistré
    Quand une fiche est créée avec le numéro « 1 85 05 78 006 084 91 » en adresse
    Alors la fiche est refusée et le numéro n'est écrit nulle part
